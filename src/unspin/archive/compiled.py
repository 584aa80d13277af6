"""Functions compiled to machine code when first called."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar, cast

from numba import config, njit

F = TypeVar("F", bound=Callable[..., object])

# numba makes its attributes from the environment.
_settings = cast(Any, config)


def compiled(function: F) -> F:
    """The same function, compiled by numba on its first call with each set of argument types; other threads go on meanwhile.

    The machine code is kept beside the module, or in the user's cache folder where that cannot be written, or under the folder that
    NUMBA_CACHE_DIR names. Where none of them can be written (a container without a home), every process compiles anew.
    """
    named = _settings.CACHE_DIR
    _settings.CACHE_DIR = str(_folder(named))
    try:
        return cast(F, njit(cache=True, nogil=True)(function))
    except RuntimeError:
        return cast(F, njit(nogil=True)(function))
    finally:
        _settings.CACHE_DIR = named


@cache
def _folder(named: str) -> Path:
    """Where machine code is kept; another place for each state of all that is compiled.

    numba looks at a function's own file alone, by its time and size. But a function holds the code of those that it calls, and
    files that were installed from a wheel all have the same time.
    """
    here = Path(__file__).parent
    digest = blake2b(digest_size=8)
    for path in sorted(here.rglob("*.py")):
        content = path.read_bytes()
        if b"@compiled" in content:
            digest.update(content)
    name = f"kernels-{digest.hexdigest()}"
    if named:
        return Path(named) / name
    if os.access(here, os.W_OK):
        return here / "__pycache__" / name
    # Path.home() has no answer for a user without a home.
    return Path(os.path.expanduser("~")) / ".cache" / "unspin" / name
