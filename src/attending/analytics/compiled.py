"""Loops compiled by numba. Only modules of loops import this, and only who counts imports them: it takes a second."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

_Loop = TypeVar("_Loop", bound=Callable[..., Any])


def compiled(function: _Loop) -> _Loop:
    """The function as machine code, kept beside its source or in the user's cache folder where one can be written.

    The arithmetic is IEEE (no fast-math, one thread), so results do not depend on the cache or the number of threads.
    """
    try:
        return cast(_Loop, njit(cache=True, nogil=True)(function))
    except RuntimeError:
        # No folder can be written: compiled anew in each process.
        return cast(_Loop, njit(nogil=True)(function))
