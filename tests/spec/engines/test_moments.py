"""Every engine reads a time, written or stored, as the same millisecond."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from attending.sources.clinical.moments import instant
from attending.sources.engines.warehouse import open_warehouse, table_layout

if TYPE_CHECKING:
    from .conftest import Place

BERLIN = "Europe/Berlin"


def ms(text: str) -> int:
    """Milliseconds since 1970 of a time with its offset."""
    return int(datetime.fromisoformat(text).timestamp() * 1000)


WRITTEN: dict[str | None, str | None] = {
    "2026-03-31": "2026-03-31T00:00:00+00:00",
    "2026-03-31T14:05": "2026-03-31T14:05:00+00:00",
    " 2026-03-31 14:05:06 ": "2026-03-31T14:05:06+00:00",
    "2026-03-31T14:05:06.5": "2026-03-31T14:05:06.500+00:00",
    "2026-03-31T14:05:06.0019999+02:00": "2026-03-31T14:05:06.001+02:00",
    "2026-03-31T14:05:06.123456789Z": "2026-03-31T14:05:06.123+00:00",
    "2026-03-31 14:05 Z": "2026-03-31T14:05:00+00:00",
    "2026-03-31T14:05+0530": "2026-03-31T14:05:00+05:30",
    "2026-03-31T14:05:06 -11": "2026-03-31T14:05:06-11:00",
    "2024-02-29T23:59:59.999-00:30": "2024-02-29T23:59:59.999-00:30",
    "2000-02-29": "2000-02-29T00:00:00+00:00",
    "1969-12-31T23:59:59Z": "1969-12-31T23:59:59+00:00",
    "0001-01-01": "0001-01-01T00:00:00+00:00",
    "9999-12-31": "9999-12-31T00:00:00+00:00",
    "2026-02-29": None, "1900-02-29": None, "2026-13-01": None, "2026-04-31T10:00": None, "0000-01-01": None,
    "2026-03-31T24:00": None, "2026-03-31T14:05:06.": None, "2026-03-31T14": None, "2026-3-1": None,
    "2026-03-31T14:05+15:00": None, "31.03.2026": None, "soon": None, "infinity": None, "": None, None: None,
}  # fmt: skip
"""What is written, and the instant it is where nothing else is declared."""

ON_THE_WALL = {
    "2026-01-15T12:00": "2026-01-15T12:00:00+01:00",
    "2026-07-15T12:00:00.25": "2026-07-15T12:00:00.250+02:00",
    "2026-07-15": "2026-07-15T00:00:00+02:00",
    # The hour that comes twice is the later one; the one that is skipped lies an hour on.
    "2026-10-25T02:30:00": "2026-10-25T02:30:00+01:00",
    "2026-03-29T02:30:00": "2026-03-29T03:30:00+02:00",
    "2026-10-25T02:30:00+02:00": "2026-10-25T02:30:00+02:00",
}
"""What is written in Berlin."""


def read(place: Place, table: pa.Table, column: str, zone: str | None = None) -> dict[int, int | None]:
    """The instants that an engine reads in a column, by the number of the row."""
    name = place.put(table.append_column("row", pa.array(range(table.num_rows))))
    with open_warehouse(place.connection) as engine:
        layout = table_layout(engine, place.connection, name)
        asked = layout.table.select(row=layout.table["row"], at=instant(layout, column, zone))
        return {each["row"]: each["at"] for each in engine.fetch(asked).to_pylist()}


@pytest.mark.parametrize(
    ("texts", "zone"), [(WRITTEN, None), (WRITTEN, "UTC"), (ON_THE_WALL, BERLIN)], ids=["bare", "UTC", "Berlin"]
)
def test_text_is_the_instant_that_it_writes(
    place: Place, texts: dict[str | None, str | None], zone: str | None
) -> None:
    found = read(place, pa.table({"t": pa.array(list(texts), pa.string())}), "t", zone)
    assert {text: found[i] for i, text in enumerate(texts)} == {
        text: None if wanted is None else ms(wanted) for text, wanted in texts.items()
    }


def test_stored_times_are_instants_and_those_without_a_zone_are_of_the_declared_one(place: Place) -> None:
    written = ("2026-03-31T14:05:06.123999", "2026-10-25T02:30", "9999-01-01")
    walls = [*(datetime.fromisoformat(each) for each in written), None]
    table = pa.table(
        {
            "wall": pa.array(walls, pa.timestamp("us")),
            "point": pa.array([w and w.replace(tzinfo=UTC) for w in walls], pa.timestamp("us", tz="UTC")),
            "day": pa.array([date(2026, 3, 31), date(2026, 7, 1), date(2262, 1, 1), None]),
        }
    )
    utc = ["2026-03-31T14:05:06.123+00:00", "2026-10-25T02:30:00+00:00", "9999-01-01T00:00:00+00:00"]
    local = ["2026-03-31T14:05:06.123+02:00", "2026-10-25T02:30:00+01:00", "9999-01-01T00:00:00+01:00"]
    days = ["2026-03-31T00:00:00+02:00", "2026-07-01T00:00:00+02:00", "2262-01-01T00:00:00+01:00"]
    for column, zone, wanted in (
        ("wall", None, utc), ("wall", BERLIN, local), ("point", None, utc), ("point", BERLIN, utc),
        ("day", BERLIN, days),
    ):  # fmt: skip
        found = read(place, table, column, zone)
        assert [found[i] for i in range(4)] == [*map(ms, wanted), None], (column, zone)


def test_a_time_that_postgresql_calls_infinite_is_none(postgres_place: Place) -> None:
    table = pa.table({"t": ["infinity", "2026-03-31"]})
    name = postgres_place.put(table)
    with open_warehouse(postgres_place.connection) as engine:
        layout = table_layout(engine, postgres_place.connection, name)
        for kind in ("timestamp", "timestamp('UTC')", "date"):
            stored = layout.table.mutate(t=layout.table.t.cast(kind))
            found = engine.fetch(stored.select(at=instant(replace(layout, table=stored), "t")))["at"].to_pylist()
            assert found == [None, ms("2026-03-31T00:00:00+00:00")], kind
            months = engine.fetch(stored.select(month=layout.dialect.month(stored.t)))["month"].to_pylist()
            assert months == [None, 2026 * 12 + 2], kind
