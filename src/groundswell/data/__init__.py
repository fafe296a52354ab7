"""Names of regions: how they are written, and which region a spelling certainly means."""
