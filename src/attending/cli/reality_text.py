"""A reality check for a terminal."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from typing import Final

from attending.cli import reality_paper
from attending.cli.reality_paper import RealityPaper
from attending.documents.grid import Grid
from attending.documents.terminal import WIDTH, printable, table

_MOST: Final = 25


def reality_text(paper: RealityPaper, *, width: int = WIDTH) -> str:
    """The whole check, at most ``width`` columns wide: the answer, then every table."""
    lines = [paper.title, paper.summary, paper.account]
    for warning in paper.intake.warnings:
        lines += _wrapped(f"Note: {warning}", "  ")
    for rejection in paper.intake.rejections[:5]:
        lines += _wrapped(f"Set aside: {rejection}", "  ")
    lines += ["", "THE ANSWER"]
    for sentence in reality_paper.answers(paper.check):
        lines += _wrapped(f"- {sentence}", "  ")
    for grid in reality_paper.grids(paper):
        lines += _titled(grid, width)
    lines += ["", "SOURCE", *(f"{each.sha256}  {each.name} ({each.rows:,} rows)" for each in paper.intake.files)]
    lines += _wrapped(paper.withheld, "")
    lines.append(f"Computed with {', '.join(f'{name} {told}' for name, told in paper.versions.items())}.")
    return "\n".join(printable(line).rstrip() for line in lines) + "\n"


def _titled(grid: Grid, width: int) -> list[str]:
    if not grid.rows:
        return ["", grid.heading.upper(), *_wrapped(f"Nothing. {grid.note}".strip(), "")]
    shown = replace(grid, rows=grid.rows[:_MOST])
    more = len(grid.rows) - _MOST
    note = f"{grid.note} {more:,} more rows are in --html and --json.".strip() if more > 0 else grid.note
    return ["", grid.heading.upper(), *table(shown, width), *(_wrapped(note, "") if note else [])]


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
