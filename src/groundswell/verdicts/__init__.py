"""Claims: their files, draws of their assumptions, verdicts."""
