"""An event log of files held against a map, of which only counts and times come back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from attending.analytics.event_log import check_reality
from attending.sources.deadline import within_deadline
from attending.sources.events.account import LogCheck
from attending.sources.events.files import Location
from attending.sources.events.mapping import EventMapping
from attending.sources.events.reading import read_event_log
from attending.sources.limits import Limits
from attending.sources.progress import Progress, silent


def check_log(
    location: Location,
    mapping: EventMapping | None = None,
    *,
    all_or_nothing: bool = False,
    manifest: Path | None = None,
    limits: Limits | None = None,
    progress: Callable[[Progress], None] = silent,
    **asked: Any,
) -> LogCheck:
    """Read a log as `read_event_log` does, and hold it against what is `asked` as `check_reality` does.

    `asked` are steps, flows, rules, by, shifts and top. Raises LogRefused, with the report, when nothing was loaded;
    ValueError for an attribute that is not there.
    """
    reading = read_event_log(
        location, mapping, all_or_nothing=all_or_nothing, manifest=manifest, progress=progress, limits=limits
    )
    progress(Progress("counting", 0, 1))
    check = check_reality(reading.log, **asked)
    progress(Progress("counting", 1, 1))
    return LogCheck(check, reading.intake, reading.account)


def check_log_within_deadline(
    seconds: float,
    location: Location,
    mapping: EventMapping | None = None,
    *,
    progress: Callable[[Progress], None] = silent,
    cancelled: Callable[[], bool] | None = None,
    **options: Any,
) -> LogCheck:
    """`check_log` in a worker that is ended after `seconds`; `options` are its others.

    Bad rows cannot be written out by what comes back. Raises what `check_log` and `within_deadline` raise.
    """
    return within_deadline(seconds, _checked, location, mapping, options, progress=progress, cancelled=cancelled)


def _checked(
    location: Location,
    mapping: EventMapping | None,
    options: dict[str, Any],
    *,
    progress: Callable[[Progress], None],
) -> LogCheck:
    return check_log(location, mapping, progress=progress, **options)
