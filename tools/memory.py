"""Where tests put what they throw away: in memory, where no commit waits for a disk."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

MEMORY = Path("/dev/shm")
LEAST_FREE = 2_000_000_000
"""Bytes: four databases of PostgreSQL with its log take 400 MB, and a container may have 64 MB in all."""


def folder() -> str | None:
    """A folder in memory with room enough; None, which is the temporary folder, where there is none."""
    if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= LEAST_FREE:
        return str(MEMORY)
    return None
