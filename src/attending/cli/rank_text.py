"""A panel's ranking for a terminal."""

from __future__ import annotations

import textwrap
from typing import Final

from attending.cli import rank_paper
from attending.cli.rank_paper import RankPaper
from attending.documents.grid import Grid
from attending.documents.terminal import WIDTH, printable, table

_MOST: Final = 50


def rank_text(paper: RankPaper, *, width: int = WIDTH) -> str:
    """The whole ranking, at most ``width`` columns wide: the answer, then every table."""
    ranking = paper.ranking
    lines = [paper.title, paper.summary]
    for note in (*ranking.notes, *paper.read.warnings):
        lines += _wrapped(f"Note: {note}", "  ")
    lines += ["", "THE ANSWER"]
    for sentence in rank_paper.answers(ranking):
        lines += _wrapped(f"- {sentence}", "  ")
    lines += ["", "IN WORDS", *_wrapped(rank_paper.rerun(ranking), "")]
    for _, sentences in rank_paper.spoken(ranking):
        lines += _wrapped(f"- {' '.join(sentences)}", "  ")
    for grid in (
        rank_paper.ranking_grid(ranking, _MOST),
        rank_paper.turning_grid(ranking),
        rank_paper.contribution_grid(ranking, _MOST),
        rank_paper.weight_grid(ranking),
        rank_paper.disagreement_grid(ranking, _MOST),
        rank_paper.agreement_grid(ranking),
        rank_paper.panel_grid(ranking),
    ):
        lines += _titled(grid, width)
    lines += ["", "SOURCE", *(f"{each.sha256}  {each.name} ({each.rows:,} rows)" for each in paper.read.files)]
    lines.append(f"Computed with {', '.join(f'{name} {told}' for name, told in paper.versions.items())}.")
    return "\n".join(printable(line).rstrip() for line in lines) + "\n"


def _titled(grid: Grid, width: int) -> list[str]:
    if not grid.rows:
        return ["", grid.heading.upper(), *_wrapped(f"Nothing. {grid.note}".strip(), "")]
    return ["", grid.heading.upper(), *table(grid, width), *(_wrapped(grid.note, "") if grid.note else [])]


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
