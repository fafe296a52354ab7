"""Paired comparisons, sweeps and ensembles of runs."""
