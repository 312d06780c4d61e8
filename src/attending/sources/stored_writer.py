"""A writer of bad rows as bytes, so that a report can leave the process that made it."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class StoredWriter:
    """What writes the bad rows, pickled: what it needs, an engine among it, is loaded only when it writes."""

    pickled: bytes

    def __call__(self, path: Path) -> int:
        """Write them as CSV; returns how many."""
        make, *parts = pickle.loads(self.pickled)  # noqa: S301 - made in this program, never read from a file
        written: int = make(*parts)(path)
        return written
