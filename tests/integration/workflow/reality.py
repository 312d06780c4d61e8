"""An invented log of a ward, held against the map of how its work goes today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from attending.maps.reading import read
from attending.sources.events import EventMapping
from attending.workflow.actions.maps import open_map
from attending.workflow.actions.offering import freeze
from attending.workflow.actions.reality import keep_mapping, record_check
from attending.workflow.models import MapKind, MapVersion, RealityCheck
from attending.workflow.reality_reading import check_file
from tests.integration.house import House
from tests.integration.workflow.contract_world import TEXT

MAPPING = EventMapping(case="stay", activity="event", timestamp="at", site="ward", time_zone="UTC")
BEGIN = datetime(2026, 3, 2, 8, tzinfo=UTC)


def rows(cases: int = 40, late: int = 12) -> Iterator[str]:
    """``late`` of the stays are looked at after an hour, the others after ten minutes; one in four never."""
    for case in range(cases):
        at = BEGIN + timedelta(hours=7 * case)
        ward = "West" if case % 2 else "East"
        wait = timedelta(minutes=60 if case < late else 10)
        for event, moment in (
            ("Vital signs", at),
            ("Score", at + timedelta(minutes=5)),
            *([("Look", at + timedelta(minutes=5) + wait)] if case % 4 else []),
            ("Paperwork", at + timedelta(hours=3)),
        ):
            yield f"stay-{case},{event},{moment.isoformat()},{ward}"


def text(**changes: int) -> str:
    return "\n".join(["stay,event,at,ward", *rows(**changes)]) + "\n"


def checked(house: House, version: MapVersion, log: Path) -> RealityCheck:
    mapping = keep_mapping(house.owner, house.use_case, MAPPING)
    return record_check(house.owner, version, mapping, check_file(log, MAPPING, read(version.text), name=log.name))


def recorded(house: House, folder: Path) -> RealityCheck:
    """A check of a map that was kept and not signed."""
    care_map = open_map(house.owner, house.use_case, MapKind.AS_IS, text=TEXT)
    log = folder / "ward.csv"
    log.write_text(text())
    return checked(house, freeze(house.owner, care_map, why="To check"), log)
