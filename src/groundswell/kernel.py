# pyright: basic, reportPrivateImportUsage=false, reportAttributeAccessIssue=false
"""The only place where numba is configured: every other file takes its decorators from here.

`kernel` compiles a loop; `device` marks a helper that becomes part of the kernels that call it, and stays plain Python
for everybody else; `parallel_for` shares a loop out between threads. The machine code is kept on disk, see
groundswell.kernel_cache.

A loop over persons names the arrays it needs before it begins: each look at an array inside a tuple counts a reference
to it, atomically, which can cost more than a draw. `lean` is a kernel without such counts, for models whose step is
made of many kernels that hand each other the same arrays: these belong to the caller for the whole call.

`NUMBA_DISABLE_JIT=1` runs every kernel as plain Python: the contract tests compare the two bit for bit.
"""

import gc
import os
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from types import FunctionType
from typing import Any

import numba
from numba.core import event
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler
from numba.core.dispatcher import Dispatcher
from numba.core.errors import NumbaError, UnsupportedBytecodeError
from numba.extending import register_jitable

from groundswell.kernel_cache import keep

_PARTS = 8  # a thread's share of a loop, so that who ends early takes over from who is late

# error_model="numpy": division does not test for zero (a third of the cost of a step); no fastmath: bits must not
# depend on the machine; no wrappers for C, which nobody here calls from.
_OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy", "no_cfunc_wrapper": True}
_compile: Any = numba.njit  # its types know no _nrt


def _kept(beside: Callable[..., Any] | None = None, **options: Any) -> Any:
    """Return a decorator that compiles a function and keeps the machine code on disk."""

    def decorate(function: Callable[..., Any]) -> Any:
        compiled = _compile(**options)(function)
        if compiled is not function:  # it is, when compilation is switched off
            keep(compiled, function, beside)
        return compiled

    return decorate


class _Part(JITCodeLibrary):
    """The code of a helper, which becomes part of the kernels that call it and never machine code by itself."""

    def _optimize_final_module(self) -> None:
        """Nothing: it is done to kernels."""

    def _finalize_final_module(self) -> None:
        self._finalized = True

    def get_pointer_to_function(self, name: str) -> int:
        """Return what stands for no function: nobody calls it."""
        self._ensure_finalized()
        return 0

    @property
    def codegen(self) -> "_Part":
        return self

    def set_env(self, name: str, env: Any) -> None:
        """Nothing: `_KernelCompiler` does it."""


class _HelperCompiler(Compiler):
    """numba's compiler, which leaves helpers to the kernels that call them.

    By itself it has LLVM improve every helper, and make machine code of it that nobody calls, before all is done again
    for each kernel: an eighth of all compilation.
    """

    def define_pipelines(self) -> list[Any]:
        self.state.library = _Part(self.state.targetctx.codegen(), self.state.func_id.func_qualname)
        return super().define_pipelines()


class _KernelCompiler(Compiler):
    """numba's compiler, which tells machine code of the modules of its helpers, as it does when it loads a kernel."""

    def _compile_core(self) -> Any:
        made = super()._compile_core()
        for env in made._find_referenced_environments():  # asked for by an error that a helper raises
            made.library.codegen.set_env(env.env_name, env)
        return made


_KERNEL: dict[str, Any] = {**_OPTIONS, "pipeline_class": _KernelCompiler}
_HELPER: dict[str, Any] = {**_OPTIONS, "pipeline_class": _HelperCompiler}

kernel: Any = _kept(**_KERNEL)
lean: Any = _kept(**_KERNEL, _nrt=False)  # counts no references, and so may create no array
device: Any = register_jitable(**_HELPER)  # without a wrapper for Python: a fifth of all compilation
# Becomes part of its caller, so that what the caller does not use of it is not computed; costs compilation.
inlined: Any = register_jitable(**_HELPER, forceinline=True)


class _WithoutCollector(event.Listener):
    """Keeps Python's collector of cycles still while a kernel is compiled.

    A compilation makes millions of objects that are used to its end, and the collector looks at them again and again:
    a tenth of all compilation.
    """

    depth, was_on = 0, False  # kernels compile kernels; numba compiles in one thread at a time

    def on_start(self, event: Any) -> None:
        if self.depth == 0:
            self.was_on = gc.isenabled()
            gc.disable()
        self.depth += 1

    def on_end(self, event: Any) -> None:
        self.depth -= 1
        if self.depth == 0 and self.was_on:
            gc.enable()


event.register("numba:compile", _WithoutCollector())


def _without_scipy() -> None:
    """Keep numba from importing SciPy with its first kernel, which takes a quarter of a second of every process.

    It only wants to know whether there is a BLAS. A kernel that multiplies matrices imports SciPy all the same.
    """
    from numba.np import linalg

    asked = getattr(linalg, "ensure_blas", None)
    if asked and find_spec("scipy"):
        linalg.ensure_blas = lambda: None
        import numba.np.arraymath  # noqa: F401  # asks, once

        linalg.ensure_blas = asked


_without_scipy()

COMPILATION_ERRORS: Any = (NumbaError, UnsupportedBytecodeError)  # what the first call of a kernel may raise


@contextmanager
def as_python() -> Generator[dict[tuple[Any, Any], None], None, None]:
    """Let plain Python do what kernels are called for that have no machine code in this process yet.

    Yields the calls, in order of their first: each a kernel and the types that it would have been compiled for.
    """
    called: dict[tuple[Any, Any], None] = {}

    def note(kernel: Any, *given: Any) -> Any:
        called[kernel, tuple(kernel.typeof_pyval(value) for value in given)] = None
        return kernel.py_func

    compiling: Any = Dispatcher._compile_for_args
    Dispatcher._compile_for_args = note
    try:
        yield called
    finally:
        Dispatcher._compile_for_args = compiling


def with_names(function: Callable[..., Any], **names: Any) -> Any:
    """Return a copy of a plain function for which some of its module's names mean something else."""
    own: Any = function
    return FunctionType(own.__code__, {**own.__globals__, **names}, own.__name__, own.__defaults__)


def kernel_of(loop: Callable[..., Any], rule: Callable[..., Any], **names: Any) -> Any:
    """Return the kernel of a loop that calls a rule by one of its `names`.

    A function that is handed over would be compiled anew by every process; here loop and rule are one kernel, whose
    machine code is kept among that of the rule's sources.
    """
    return _kept(beside=rule, **_KERNEL)(with_names(loop, **names))


_threads: int = numba.config.NUMBA_NUM_THREADS


def use_threads(count: int | None) -> int:
    """Let `parallel_for` use `count` threads (None: all that this machine lends) and return the number in force."""
    global _threads
    limit = numba.config.NUMBA_NUM_THREADS
    _threads = min(count or limit, limit)
    return _threads


def parallel_for(loop: Callable[..., Any], count: int, *given: Any, grain: int = 1) -> list[Any]:
    """Call `loop(first, end, *given)` for parts of range(count), by all threads; return what each part gave, in order.

    Parts run side by side in any order, so each must write where no other does. `grain` is the fewest items that are
    worth a part: handing one over costs tens of microseconds.
    """
    parts = 1 if _threads == 1 else min(_PARTS * _threads, count // grain)
    if parts < 2:
        return [loop(0, count, *given)]
    bounds = pairwise(count * k // parts for k in range(parts + 1))
    pool = _pool(_threads)
    running = [pool.submit(loop, first, end, *given) for first, end in bounds]
    try:
        return [part.result() for part in running]
    finally:  # after an interrupt nobody may go on writing
        for part in running:
            part.cancel()
        wait(running)


@cache
def _pool(threads: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(threads, "groundswell")


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_pool.cache_clear)  # a child has none of its parent's threads
