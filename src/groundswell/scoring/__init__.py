"""How well runs, ensembles and posteriors agree with what was observed: proper scores, coverage, skill."""
