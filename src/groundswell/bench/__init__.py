"""What this machine can do, what the engine makes of it, and what other packages make of the same model.

`groundswell bench` prints it; benchmarks/README.md holds the protocol and the last table.
"""
