"""A review for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any, Final

from attending.documents.grid import Grid
from attending.documents.terminal import WIDTH, printable, table
from attending.review.report.figures import standing_out
from attending.review.report.grids import grids
from attending.review.report.paper import ReviewPaper, account
from attending.sources import IntakeReport

_BAD_ROWS: Final = 5


def review_text(paper: ReviewPaper, *, width: int = WIDTH, quarantine: bool = False) -> str:
    """The whole review, at most ``width`` columns wide: what stands out, every number, and where it came from.

    ``quarantine`` says that the command can write the bad rows to a file.
    """
    prose = min(width, WIDTH)
    lines = [paper.heading, paper.summary, paper.account, paper.resolution]
    lines += [line for warning in paper.intake["warnings"] for line in _wrapped(f"Note: {warning}", prose)]
    lines += _bad_rows(paper.intake, prose, quarantine=quarantine)
    lines += ["", "WHAT STANDS OUT"]
    lines += [
        line
        for sentence in standing_out(paper.review, comparator=paper.comparator)
        for line in _wrapped(f"- {sentence}", prose, "  ")
    ]
    for grid in grids(
        paper.review, model=paper.model, comparator=paper.comparator, beside=paper.beside, every_group=False
    ):
        lines += _titled(grid, width, prose)
    lines += ["", "SOURCE"]
    lines += [f"{file['sha256']}  {file['name']} ({file['verified']})" for file in paper.intake["files"]]
    versions = ", ".join(f"{name} {version}" for name, version in paper.versions.items())
    lines += _wrapped(f"Computed with {versions}. Intervals are 95 % confidence intervals.", prose)
    return "\n".join(printable(line).rstrip() for line in lines) + "\n"


def refusal_text(reason: str, intake: IntakeReport, *, most: int = 20, quarantine: bool = False) -> str:
    """Why a log was refused: each fault with file, line or key, column, value, rule and fix.

    ``quarantine`` says that the command can write the bad rows to a file.
    """
    document = intake.to_document()
    first = str(intake.rejections[0]) if intake.rejections else ""
    headline = reason.removesuffix(first).removesuffix(" First: ") or "nothing was loaded."
    lines = _wrapped(f"Refused: {headline}", WIDTH, "  ")
    if intake.read:
        lines.append(account(document))
    for rejection in document["rejections"][:most]:
        lines += _rejection(rejection)
    if len(intake.rejections) > most:
        lines.append(f"... and {max(intake.faulty, len(intake.rejections)) - most:,} more.")
    lines += _rules(document)
    if intake.faulty and quarantine:
        lines.append("--quarantine FILE writes every bad row with its reason, to be corrected and loaded again.")
    return "\n".join(printable(line).rstrip() for line in lines) + "\n"


def _titled(grid: Grid, width: int, prose: int) -> list[str]:
    return ["", grid.heading.upper(), *table(grid, width), *(_wrapped(grid.note, prose) if grid.note else [])]


def _bad_rows(intake: Mapping[str, Any], prose: int, *, quarantine: bool) -> list[str]:
    if not intake["rejections"]:
        return []
    lines = ["", "SET ASIDE"]
    for rejection in intake["rejections"][:_BAD_ROWS]:
        lines += _rejection(rejection)
    more = intake["faulty"] - _BAD_ROWS
    if more > 0:
        ending = "; --quarantine FILE writes all of them" if quarantine else ""
        lines += [f"... and {more:,} more{ending}.", *_rules(intake)]
    return [line for each in lines for line in (_wrapped(each, prose, "    ") if each else [each])]


def _rules(intake: Mapping[str, Any]) -> list[str]:
    counts = intake["rule_counts"]
    return [f"  {count['count']:,} x {count['rule']} ({count['column']})" for count in counts]


def _rejection(rejection: Mapping[str, Any]) -> list[str]:
    place = [
        rejection["file"] or "",
        "" if rejection["line"] is None else f"line {rejection['line']}",
        f"row {rejection['key']}" if rejection.get("key") else "",
        f"column {rejection['column']}" if rejection["column"] else "",
        "" if rejection["value"] is None else f"value {rejection['value']!r}",
    ]
    where = ", ".join(part for part in place if part)
    return [f"- {where or 'the log'}", f"    rule: {rejection['rule']}", f"    fix:  {rejection['fix']}"]


def _wrapped(text: str, width: int, indent: str = "") -> list[str]:
    return textwrap.wrap(text, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
