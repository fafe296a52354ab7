"""A scenario: what is assumed, in one validated value.

Names are loaded on first use, so that what needs a case alone (`presets`, `card`) does not wait for the kernels that a
scenario's parameters belong to; `__init__.pyi` lists them.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)  # pyright: ignore
