"""Collective action in whole societies, and exact replications of the classic models.

    import groundswell as gs

    scenario = gs.load("mobilization-2022").with_(persons=100_000)
    run = gs.run(scenario, seed=1)
    run.nation, run.regions, run.ledger, run.save("runs/first")

Names are loaded on first use, so that `import groundswell` costs nothing; `__init__.pyi` lists them.
"""

import logging

import lazy_loader

__version__ = "0.1.0"
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)  # pyright: ignore

logging.getLogger(__name__).addHandler(logging.NullHandler())  # what is done is told to who listens, and else to nobody
