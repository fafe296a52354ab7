"""Statistical tests of a counter-based random stream."""
