"""Functions compiled to machine code when first called."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from numba import njit

F = TypeVar("F", bound=Callable[..., object])


def compiled(function: F) -> F:
    """The same function, compiled by numba on its first call with each set of argument types; other threads go on meanwhile.

    The machine code is kept beside the module, or in the user's cache folder where that cannot be written. Where neither
    can (a container without a home), every process compiles anew. Nothing is compiled at import.

    What is kept is thrown away when the function's own module changes, but not when a compiled function of another module
    changes that it calls: then clear ``__pycache__``.
    """
    try:
        return cast(F, njit(cache=True, nogil=True)(function))
    except RuntimeError:
        return cast(F, njit(nogil=True)(function))
