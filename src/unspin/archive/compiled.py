"""Functions compiled to machine code when first called."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar, cast

from numba import config, njit

F = TypeVar("F", bound=Callable[..., object])

_PREFIX = "kernels-"
# Seconds for which machine code of another state is left alone after its last change.
_KEPT = 7 * 24 * 3600

# numba makes its attributes from the environment.
_settings = cast(Any, config)


def compiled(function: F) -> F:
    """The same function, compiled by numba on its first call with each set of argument types; other threads go on meanwhile.

    The machine code is kept beside the module, or in the user's cache folder where that cannot be written, or under the folder that
    NUMBA_CACHE_DIR names. Where none of them can be written (a container without a home, a full disk), every process compiles anew.
    """
    named = _settings.CACHE_DIR
    _settings.CACHE_DIR = str(_folder(named))
    try:
        found: Any = njit(cache=True, nogil=True)(function)
    except RuntimeError:
        return cast(F, njit(nogil=True)(function))
    finally:
        _settings.CACHE_DIR = named
    save = found._cache.save_overload

    def save_if_possible(*of: Any) -> None:
        with suppress(OSError):
            save(*of)

    found._cache.save_overload = save_if_possible
    return cast(F, found)


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
    if named:
        place = Path(named)
    elif os.access(here, os.W_OK):
        place = here / "__pycache__"
    else:
        # Path.home() has no answer for a user without a home.
        place = Path(os.path.expanduser("~")) / ".cache" / "unspin"
    folder = place / f"{_PREFIX}{digest.hexdigest()}"
    if not folder.exists():
        # A new state, so the one before may be over: nobody else would ever remove what was compiled for it.
        _sweep(place)
    return folder


def _sweep(place: Path) -> None:
    """Remove the folders of machine code that have not changed for a week.

    A process may still work with such code. What it has loaded it keeps, and what is gone it compiles again.
    """
    last = time.time() - _KEPT
    for folder in place.glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if folder.stat().st_mtime < last:
                shutil.rmtree(folder)
