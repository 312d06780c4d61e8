"""An event log where it lies: read, judged row by row, put in order, and accounted for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from attending.analytics.event_log import EventLog, Levels, in_order
from attending.analytics.event_log.log import MOST_ACTIVITIES
from attending.sources import quarantine
from attending.sources.clinical.intake import admit
from attending.sources.events import ocel, xes
from attending.sources.events.account import EventAccount, told
from attending.sources.events.encoding import Encoded, Texts
from attending.sources.events.files import Location, RowsRead, read_files
from attending.sources.events.judging import Judged
from attending.sources.events.mapping import EventMapping
from attending.sources.events.ocel import OcelReader
from attending.sources.events.packed import DocumentLimits
from attending.sources.events.streamed import read_streamed
from attending.sources.events.xes import XesReader
from attending.sources.limits import Limits
from attending.sources.locate import one_file
from attending.sources.progress import Progress, silent
from attending.sources.report import IntakeReport, LogRefused, refusal
from attending.sources.rules import Place

Reader = Callable[[Callable[[Progress], None]], RowsRead]


@dataclass(frozen=True)
class EventReading:
    """An event log in order, the report of its rows, and the account of its events."""

    log: EventLog
    intake: IntakeReport
    account: EventAccount
    mapping: EventMapping


def read_event_log(
    location: Location,
    mapping: EventMapping | None = None,
    *,
    all_or_nothing: bool = False,
    manifest: Path | None = None,
    progress: Callable[[Progress], None] = silent,
    limits: Limits | None = None,
    document_limits: DocumentLimits | None = None,
) -> EventReading:
    """Read an event log: CSV or Parquet (a file, a folder, a pattern, a list of paths), XES, or OCEL 2.0 JSON.

    XES and OCEL are one file each, by the endings .xes, .xes.gz, .json, .jsonocel and .json.gz. Without a `mapping` the
    format's own names are taken (`defaults_for`). Events are ordered by case, by time to the millisecond, and where
    those agree by their order in the source. Good rows load when at most 1 % are bad, or, with `all_or_nothing`, when
    none is. Nothing is written anywhere but the engine's temporary folder, which is removed.

    Raises LogRefused, with the report, when nothing was loaded.
    """
    bounds, of_document = limits or Limits(), document_limits or DocumentLimits()
    mapped = mapping or defaults_for(location)
    document = document_reader(location)

    def read(tell: Callable[[Progress], None]) -> RowsRead:
        if document is None:
            return read_files(location, mapped, manifest, bounds, tell)
        file = one_file(Path(str(location)))
        reader = document(file, mapped, of_document)
        rows = read_streamed(file, reader.events(), mapped, bounds, tell)
        return replace(rows, warnings=(*rows.warnings, *reader.told))

    return account_for(read, mapped, bounds, progress, all_or_nothing=all_or_nothing)


def document_reader(location: Location) -> type[XesReader | OcelReader] | None:
    """What reads a location as one document; None for files of rows."""
    name = str(location).lower().removesuffix(".gz") if isinstance(location, str | Path) else ""
    if name.endswith(".xes"):
        return XesReader
    return OcelReader if name.endswith((".json", ".jsonocel")) else None


def defaults_for(location: Location) -> EventMapping:
    """The mapping that holds where none is stated, by the format of the log."""
    document = document_reader(location)
    if document is None:
        return EventMapping()
    return xes.DEFAULTS if document is XesReader else ocel.DEFAULTS


def account_for(
    read: Reader,
    mapping: EventMapping,
    limits: Limits,
    progress: Callable[[Progress], None] = silent,
    *,
    all_or_nothing: bool = False,
) -> EventReading:
    """The log of what `read` gives; it is called again when the bad rows are to be written out."""
    rows = read(progress)
    judged = Judged(rows, mapping)
    bad = judged.number
    report = IntakeReport(
        files=rows.files,
        read=rows.encoded.rows,
        loaded=rows.encoded.rows - bad,
        quarantined=bad,
        faulty=bad,
        rejections=judged.rejections(),
        rule_counts=judged.counts(),
        warnings=rows.warnings,
        write_bad_rows=_writer(read, mapping) if bad else None,
    )
    admit(report, limits, all_or_nothing=all_or_nothing)
    judged.check_zone()
    progress(Progress("putting the events in order", 0, 1))
    said = judged.zones_told()
    counted, passed_over = _counted(rows.encoded, judged.bad, mapping)
    log, repeated, moved = _ordered(rows.encoded, counted, mapping)
    progress(Progress("putting the events in order", 1, 1))
    duplicate = repeated if mapping.repeated == "once" else 0
    account = EventAccount(log.events, passed_over, repeated, moved)
    report = replace(
        report,
        loaded=report.loaded - duplicate,
        duplicate=duplicate,
        warnings=(*report.warnings, *said, *told(account, mapping)),
    )
    if not log.events:
        raise LogRefused("No event is left to count: every row is of a transition that was not asked for.", report)
    return EventReading(log, report, account, mapping)


def _counted(encoded: Encoded, bad: NDArray[np.bool_], mapping: EventMapping) -> tuple[NDArray[np.int64], int]:
    """The rows to count, in the order of the log, and how many good ones are of other transitions."""
    wanted = ~bad
    passed_over = 0
    if mapping.lifecycle is not None and mapping.transitions:
        transitions = encoded.texts[mapping.lifecycle]
        asked = np.append(np.isin(transitions.values.to_pylist(), mapping.transitions), False)
        other = ~asked[transitions.codes]
        passed_over = int(np.count_nonzero(wanted & other))
        wanted &= ~other
    rows = np.flatnonzero(wanted)
    if encoded.order is not None:
        rows = rows[np.argsort(encoded.order[rows], kind="stable")]
    return rows, passed_over


def _ordered(encoded: Encoded, rows: NDArray[np.int64], mapping: EventMapping) -> tuple[EventLog, int, int]:
    case, activity = encoded.texts[mapping.case], encoded.texts[mapping.activity]
    names, activities = _used(activity, rows)
    if len(names) > MOST_ACTIVITIES:
        raise refusal(
            f"The column has {len(names):,} different activities; at most {MOST_ACTIVITIES:,} are compared",
            "Map a column that names kinds of event, not single ones",
            column=mapping.activity,
        )
    taken = slice(None) if len(rows) == encoded.rows and encoded.order is None else rows
    others = [
        encoded.texts[name].codes[taken] for name in mapping.texts if name not in (mapping.case, mapping.activity)
    ]
    ordered = in_order(
        case.codes[taken],
        activities,
        encoded.at[taken],
        names,
        attributes={
            name: Levels(tuple(encoded.texts[column].values.to_pylist()), encoded.texts[column].codes[taken])
            for name, column in mapping.attributes.items()
        },
        identity=others,
        drop_repeated=mapping.repeated == "once",
        time_zone=mapping.time_zone or "UTC",
    )
    return ordered.log, ordered.repeated, ordered.moved


def _used(texts: Texts, rows: NDArray[np.int64]) -> tuple[tuple[str, ...], NDArray[np.uint16]]:
    """The texts that are left in good rows, by name, and each row's number among them."""
    codes = texts.codes[rows]
    present = np.flatnonzero(np.bincount(codes, minlength=len(texts.values)))
    names = [str(texts.values[int(code)].as_py()) for code in present]
    by_name = np.argsort(np.array(names, dtype=object), kind="stable") if names else np.zeros(0, dtype=np.int64)
    number = np.zeros(len(texts.values) + 1, dtype=np.uint16)
    number[present[by_name]] = np.arange(len(names), dtype=np.uint16)
    return tuple(names[i] for i in by_name.tolist()), number[codes]


def _writer(read: Reader, mapping: EventMapping) -> Callable[[Path], int]:
    places = tuple(Place(i, "key", column) for i, column in enumerate(mapping.columns))

    def write(path: Path) -> int:
        return quarantine.write(path, Judged(read(silent), mapping).rows(), places)

    return write
