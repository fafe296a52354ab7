"""Experiments: arms that share a past, claims with their verdict, sweeps, and what an effect depends on."""
