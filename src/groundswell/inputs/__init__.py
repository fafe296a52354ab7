"""Files that people write, read and checked: TOML with the line of each key, values against their declarations."""
