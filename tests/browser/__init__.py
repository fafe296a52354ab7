"""The studio's journeys in a real browser: `make studio-test`."""
