"""Settings for every test: a kernel's first call compiles it, so hypothesis must not time single examples."""

from hypothesis import settings

settings.register_profile("kernels", deadline=None)
settings.load_profile("kernels")
