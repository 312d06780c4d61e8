"""The length of a silent run, ready to print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from attending.analytics.sample_size import SilentRun
from attending.review.rules.silent_run import weeks_left
from attending.ui import formats
from attending.ui.parts import DataTable


@dataclass(frozen=True, slots=True)
class SilentAnswer:
    """The answer first, then each criterion."""

    title: str
    sentences: tuple[str, ...]
    table: DataTable


def silent_answer(run: SilentRun, *, have: int, today: date, silent: bool) -> SilentAnswer:
    """How many rows and weeks are needed; ``have`` labelled rows are there already."""
    table = _table(run, have)
    if run.n is None or run.weeks is None or run.collecting is None or run.maturing is None:
        return SilentAnswer("No number of weeks can be told", (f"{run.reason}.",), table)
    largest = next(each for each in run.requirements if each.criterion == run.largest)
    title = f"{formats.count(run.n)} rows with known outcome: {_weeks(run.weeks)} of silent running"
    said = [
        f"{largest.title} asks for most: {formats.count(largest.n)} rows, {formats.count(largest.events)} events among "
        f"them. {_weeks(run.collecting)} to collect, then {_weeks(run.maturing)} until the last outcome counts."
    ]
    left = weeks_left(run, have)
    if have:
        said.append(
            f"{formats.count(have)} are there already."
            if left
            else f"{formats.count(have)} are there already: enough for every criterion."
        )
    if left:
        when = formats.date(today + timedelta(weeks=left))
        said.append(
            f"Enough by {when}, {_weeks(left)} from now, if it {'stays' if silent else 'starts now and stays'} silent."
        )
    if run.reason:
        said.append(f"{run.reason}.")
    return SilentAnswer(title, tuple(said), table)


def _table(run: SilentRun, have: int) -> DataTable:
    rows = []
    for requirement, weeks in zip(run.requirements, run.by_criterion, strict=True):
        missing = requirement.n is None
        rows.append(
            (
                requirement.title,
                f"{requirement.width}",
                formats.EN_DASH if missing else formats.count(requirement.n),
                formats.EN_DASH if missing else formats.count(requirement.events),
                formats.EN_DASH if weeks.weeks is None else formats.count(weeks.weeks),
                _said(requirement.n, have, requirement.reason or requirement.note or ""),
                requirement.source,
            )
        )
    headers = ("Criterion", "Width of the interval", "Rows", "Events", "Weeks to collect", "Now", "Method")
    return DataTable(headers, rows, "Rows and weeks by criterion", (1, 2, 3, 4), stacks=True)


def _said(needed: int | None, have: int, note: str) -> str:
    if needed is None:
        return note
    now = "met" if have >= needed else f"{formats.count(needed - have)} to go"
    return f"{now}. {note}" if note else now


def _weeks(number: int) -> str:
    return f"{formats.count(number)} week{'' if number == 1 else 's'}"
