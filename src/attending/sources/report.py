"""What was read, what was not, why, and how to mend it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FunctionType
from typing import Any, Final

LISTED: Final = 1_000
"""How many rejections are listed; all are counted."""

_SHOWN = 80


@dataclass(frozen=True, slots=True)
class FileManifest:
    """One file of a log: `name` relative to the log's folder, rows, bytes, SHA-256 in hexadecimal.

    `verified` says what the content was held against: "manifest", "page checksums", or "not verifiable" when the file
    carries nothing that would show a changed byte.
    """

    name: str
    rows: int
    bytes: int
    sha256: str
    verified: str


@dataclass(frozen=True, slots=True)
class Rejection:
    """One thing that is wrong: where, what was found, which rule it breaks, and how to mend it.

    `line` is the physical line in a CSV file (the header is line 1) and the row number in a Parquet file (from 1); a
    row of a warehouse's table has none, and `key` says which it is, as id=17; `file` is then the table. `value` is cut
    to 80 characters, and hidden where it would identify a patient.
    """

    file: str | None
    line: int | None
    column: str | None
    value: str | None
    rule: str
    fix: str
    key: str | None = None

    def __str__(self) -> str:
        parts = [self.file] if self.file else []
        parts += [f"line {self.line}"] if self.line is not None else []
        parts += [f"row {self.key}"] if self.key is not None else []
        parts += [f"column {self.column}"] if self.column is not None else []
        parts += [f"value {shown(self.value)!r}"] if self.value is not None else []
        where = ", ".join(parts)
        return f"{where + ': ' if where else ''}{self.rule}. {self.fix}."


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How many rows break one rule in one column."""

    column: str
    rule: str
    count: int


@dataclass(frozen=True)
class IntakeReport:
    """The account of one log: read = loaded + duplicate + quarantined, always.

    `conflicts` is the part of `quarantined` whose key came again with other content. `rejections` are the first 1,000
    in the order of the log; `rule_counts` counts every one. `warnings` are sentences for the reader: what could not be
    checked, and what was assumed. When the log was refused nothing was loaded, and good rows count as quarantined
    because they were held back with the rest; `faulty` counts the rows that are wrong themselves.
    """

    files: tuple[FileManifest, ...] = ()
    read: int = 0
    loaded: int = 0
    duplicate: int = 0
    quarantined: int = 0
    conflicts: int = 0
    faulty: int = 0
    rejections: tuple[Rejection, ...] = ()
    rule_counts: tuple[RuleCount, ...] = ()
    warnings: tuple[str, ...] = ()
    write_bad_rows: Callable[[Path], int] | None = field(default=None, repr=False, compare=False)

    def write_quarantine(self, path: str | Path) -> int:
        """Write the faulty rows as CSV, to be corrected and loaded again; returns how many.

        Mapped columns only, each with file, line and reason. The log is read again for it, so it must still lie where
        it lay. The file appears whole or not at all, readable by its owner only. Raises ValueError when no row is at
        fault (a log refused for its structure has no rows to correct), LogRefused when the log has changed since.
        """
        if self.write_bad_rows is None:
            raise ValueError("There are no faulty rows to write: no row of this log is quarantined on its own account.")
        return self.write_bad_rows(Path(path))

    def __getstate__(self) -> dict[str, Any]:
        """What another process is given: a writer that is a function of this process stays behind."""
        stays = isinstance(self.write_bad_rows, FunctionType)
        return self.__dict__ | ({"write_bad_rows": None} if stays else {})

    def to_document(self) -> dict[str, Any]:
        """The report as plain JSON."""
        return {
            "files": [
                {"name": f.name, "rows": f.rows, "bytes": f.bytes, "sha256": f.sha256, "verified": f.verified}
                for f in self.files
            ],
            "read": self.read,
            "loaded": self.loaded,
            "duplicate": self.duplicate,
            "quarantined": self.quarantined,
            "conflicts": self.conflicts,
            "faulty": self.faulty,
            "rejections": [
                {
                    "file": r.file,
                    "line": r.line,
                    "column": r.column,
                    "value": shown(r.value),
                    "rule": r.rule,
                    "fix": r.fix,
                    "key": r.key,
                }
                for r in self.rejections
            ],
            "rule_counts": [{"column": c.column, "rule": c.rule, "count": c.count} for c in self.rule_counts],
            "warnings": list(self.warnings),
        }


class LogRefused(Exception):
    """A log that was not loaded; nothing of it was kept. `report` and `rejections` say why and what to do."""

    def __init__(self, reason: str, report: IntakeReport) -> None:
        super().__init__(reason)
        self.report = report

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (str(self), self.report)

    @property
    def rejections(self) -> tuple[Rejection, ...]:
        """The first 1,000 things that are wrong."""
        return self.report.rejections


def shown(value: str | None) -> str | None:
    """A value as a report may print it: short, and without control characters."""
    if value is None:
        return None
    plain = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in value[: _SHOWN + 1])
    return plain if len(plain) <= _SHOWN else plain[:_SHOWN] + "\N{HORIZONTAL ELLIPSIS}"


def refusal(
    rule: str,
    fix: str,
    *,
    file: str | None = None,
    line: int | None = None,
    column: str | None = None,
    value: str | None = None,
    files: tuple[FileManifest, ...] = (),
    more: tuple[Rejection, ...] = (),
) -> LogRefused:
    """The refusal of a whole log for one reason; `more` are further places where the same happens."""
    first = Rejection(file, line, column, shown(value), rule, fix)
    return LogRefused(str(first), IntakeReport(files=files, rejections=(first, *more)[:LISTED]))
