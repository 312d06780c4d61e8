"""A stored score table comes back to the last bit, and what is no longer what was stored is refused."""

from __future__ import annotations

import struct
import zlib
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attending.analytics.score_table import ScoreTable
from attending.analytics.score_table_storage import from_bytes, to_bytes

TEXT = st.text(st.characters(blacklist_categories=["Cs"]), min_size=1, max_size=8)


@st.composite
def tables(draw: st.DrawFn) -> ScoreTable:
    rows = draw(st.integers(0, 40))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    score = rng.random(rows) ** draw(st.sampled_from([1, 3, 40]))
    outcome = [draw(st.sampled_from([0.0, 1.0, float("nan")])) for _ in range(rows)]
    levels = draw(st.lists(TEXT | st.none(), min_size=1, max_size=4))
    thresholds = draw(st.lists(st.decimals(0, 1, places=3), unique=True, max_size=3))
    table = ScoreTable.from_arrays(
        score,
        np.array(outcome),
        attributes={"unit": [levels[i] for i in rng.integers(0, len(levels), rows)]},
        period=[f"2026-{m:02d}" for m in rng.integers(1, 4, rows)] if rows else "2026-01",
        thresholds=thresholds,
    )
    return table if draw(st.booleans()) else table.coarsened(50)


@given(tables())
def test_a_table_comes_back_to_the_last_bit(table: ScoreTable) -> None:
    again = from_bytes(to_bytes(table))
    assert again == table
    assert [str(t) for t in again.thresholds] == [str(t) for t in table.thresholds]
    assert ScoreTable.merge([again, table]) == ScoreTable.merge([table, table])


@given(tables(), st.data())
def test_a_changed_byte_or_a_cut_is_refused(table: ScoreTable, data: st.DataObject) -> None:
    stored = to_bytes(table)
    at = data.draw(st.integers(0, len(stored) - 1))
    changed = bytearray(stored)
    changed[at] ^= data.draw(st.integers(1, 255))
    for damaged in (bytes(changed), stored[:at], stored + b"\0"):
        with pytest.raises(ValueError, match="score table"):
            from_bytes(damaged)


def test_a_later_version_is_named() -> None:
    stored = bytearray(to_bytes(ScoreTable.from_arrays([0.5], [1], period="2026-01", thresholds=[Decimal("0.1")])))
    stored[6:8] = (7).to_bytes(2, "little")
    with pytest.raises(ValueError, match="version 7"):
        from_bytes(bytes(stored))


def test_a_sound_checksum_around_other_content_is_refused() -> None:
    for content in (b"", b"\x05\0\0\0{}[]1", struct.pack("<I", 2) + b"{}", b"\xff\xff\xff\xff{"):
        body = zlib.compress(content)
        with pytest.raises(ValueError, match="cannot be read"):
            from_bytes(struct.pack("<6sHI", b"ATTSTB", 1, zlib.crc32(body)) + body)
    with pytest.raises(ValueError, match="cannot be read"):
        from_bytes(struct.pack("<6sHI", b"ATTSTB", 1, zlib.crc32(b"x")) + b"x")
