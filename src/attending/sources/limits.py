"""How much one log may ask of the machine."""

from __future__ import annotations

import os
from dataclasses import dataclass, field


def _threads() -> int:
    return max(1, min(4, os.cpu_count() or 1))


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what is read; the defaults suit a hospital's logs of up to some hundred million rows.

    `rows` is the most rows of one log. `rows_per_byte` is the densest Parquet file believed without a manifest once it
    has `dense_rows` rows: a file of 2.7 MB can declare 600 million. `page_bytes` bounds one decompressed Parquet page,
    `line_bytes` one line of CSV, `files` the files of one log, `levels` the levels of one attribute. `bad_share` is the
    largest share of quarantined rows with which the good ones still load. `memory_mb` and `threads` are given to the
    engine; `spill_gb` bounds what it may put on disk for a while.
    """

    rows: int = 500_000_000
    rows_per_byte: float = 4.0
    dense_rows: int = 1_000_000
    page_bytes: int = 256 * 2**20
    line_bytes: int = 2**20
    files: int = 10_000
    levels: int = 200
    level_characters: int = 100
    bad_share: float = 0.01
    memory_mb: int = 600
    spill_gb: int = 50
    threads: int = field(default_factory=_threads)
