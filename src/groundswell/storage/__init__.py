"""Tables and checkpoints of a run on disk."""
