"""A log of what happens on the wards, invented, and the map of today held against it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from numpy.random import Generator, default_rng

from attending.demo.calendar import month_before
from attending.demo.use_cases import Cast
from attending.demo.workflow_maps import NURSING, USE_CASE
from attending.maps.model import CareMap, Step
from attending.maps.reading import read
from attending.program.models import UseCase
from attending.sources.events import EventMapping
from attending.workflow.actions.reality import keep_mapping, record_check
from attending.workflow.models import RealityCheck
from attending.workflow.queries.reality import newest_as_is
from attending.workflow.reality_reading import check_file

SEED: Final = 29
STAYS: Final = 240
MAPPING: Final = EventMapping(case="stay", timestamp="at", subgroups=("language",), time_zone="UTC")
SKIPPED: Final = 0.12
"""Of the steps in a stay so many are not done, or not recorded."""
LIKELY: Final = 0.75
"""How often the first of two ways on is taken."""
SWAPPED: Final = 0.08
SEVERAL: Final = ("Blood drawn", "Bed moved")
"""What happens and is not on the map."""


def check_today(cast: Cast, folder: Path, today: date) -> RealityCheck:
    """Write the log, hold the newest version of the map of today against it, and keep what it says."""
    use_case = UseCase.objects.get(organisation=cast.cmio.organisation, title=USE_CASE)
    version = newest_as_is(use_case)
    if version is None:
        raise ValueError("The demonstration checks the map of today after it was offered.")
    drawn = read(version.text)
    log = write_events(folder / "ward-events-synthetic.csv", drawn, today)
    nurse = cast.people[NURSING]
    found = check_file(log, MAPPING, drawn, name=f"{log.name} (synthetic)")
    return record_check(nurse, version, keep_mapping(nurse, use_case, MAPPING), found)


def write_events(path: Path, drawn: CareMap, today: date) -> Path:
    """Three months of invented stays that go through the map's steps: some skipped, some swapped, some late."""
    random = default_rng(SEED)
    start = datetime.combine(month_before(today, 3), datetime.min.time(), UTC)
    span = timedelta(days=85)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["stay", "activity", "at", "language"])
        for stay in range(STAYS):
            begun = start + span * float(random.random())
            language = ("English", "Spanish")[int(random.random() < 0.2)]
            for activity, at in _stay(random, drawn, begun.replace(microsecond=0)):
                writer.writerow([f"S{stay:04d}", activity, at.isoformat(), language])
    return path


def _stay(random: Generator, drawn: CareMap, begun: datetime) -> Iterator[tuple[str, datetime]]:
    steps = [step for step in _walk(random, drawn) if step.events and random.random() > SKIPPED]
    for place in range(2, len(steps)):
        if random.random() < SWAPPED:
            steps[place - 1], steps[place] = steps[place], steps[place - 1]
    at = begun
    for step in steps:
        yield step.events[0], at
        if random.random() < 0.1:
            yield SEVERAL[int(random.random() < 0.3)], at + timedelta(minutes=1)
        at += timedelta(minutes=2 + round(float(random.gamma(1.4, 22.0))))


def _walk(random: Generator, drawn: CareMap) -> list[Step]:
    """One way through the map from its first step on; each step once."""
    step, found = drawn.steps[0], [drawn.steps[0]]
    while step.flows:
        flow = step.flows[0] if random.random() < LIKELY else step.flows[-1]
        step = drawn.step_of[flow.to]
        if step in found:
            break
        found.append(step)
    return found
