"""Loops over encoded events, compiled by numba at their first use and kept on disk for the next process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

Kernel = TypeVar("Kernel", bound=Callable[..., Any])


def compiled(function: Kernel) -> Kernel:
    """`function` in machine code, on one thread: its result depends on nothing but its arguments."""
    return cast(Kernel, numba.njit(cache=True, nogil=True)(function))
