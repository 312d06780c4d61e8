"""``attending rank``: rank use cases by what a panel scored, with its disagreement and how sure the ranking is."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from attending.analytics.preference import SAMPLES, SEED, PanelRanking, rank_panel, to_document
from attending.cli.rank_paper import RankPaper
from attending.cli.review_output import BAD_INPUT, json_text, width_of_page
from attending.cli.whole_files import CannotWrite, require_writable, written_together
from attending.review.report.text import refusal_text
from attending.sources import LogRefused
from attending.sources.judgements import JudgementFile, read_judgements

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)


class Format(StrEnum):
    """How the ranking is set."""

    TABLE = "table"
    JSON = "json"
    HTML = "html"


@app.command()
def rank(
    file: Annotated[Path, typer.Argument(help="CSV with panelist, item, criterion, score and conflict; or TOML.")],
    top: Annotated[int | None, typer.Option(help="How many use cases there is room for.", min=1)] = None,
    weights: Annotated[Path | None, typer.Option(help="CSV with panelist, criterion, points (0 to 100).")] = None,
    kind: Annotated[Format, typer.Option("--format", help="How the ranking is set.")] = Format.TABLE,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write it here; else it is printed.")] = None,
    title: Annotated[str, typer.Option(help="Title of the table and the page.")] = "",
    seed: Annotated[int, typer.Option(help="The same seed gives the same ranking.", min=0)] = SEED,
    samples: Annotated[int, typer.Option(help="How often the meeting is run again.", min=100, max=1_000_000)] = SAMPLES,
    threads: Annotated[int, typer.Option(help="Threads; they change nothing but the time.", min=1, max=64)] = 1,
) -> None:
    """Rank the use cases of FILE and say who wins whatever happens, who hangs in the balance, and why."""
    try:
        require_writable({"--output": output}, sources=str(file))
        read = read_judgements(file, weights)
        ranking = rank_panel(
            read.judgements,
            top=_places(top, read),
            seed=seed,
            samples=samples,
            threads=threads,
            scales=read.scales,
        )
        text = _set(kind, read, ranking, title, to_file=output is not None)
        if output is not None:
            with written_together({output: partial(_write, text)}):
                pass
    except LogRefused as problem:
        typer.echo(refusal_text(str(problem), problem.report), err=True, nl=False)
        raise typer.Exit(BAD_INPUT) from problem
    except (ValueError, CannotWrite) as problem:
        typer.echo(f"attending rank: {problem}", err=True)
        raise typer.Exit(BAD_INPUT) from problem
    if output is None:
        typer.echo(text, nl=not text.endswith("\n"))


def _places(top: int | None, read: JudgementFile) -> int:
    places = top or read.top
    if not places:
        raise ValueError(f"say with --top how many of the {len(read.judgements.items)} use cases there is room for.")
    return places


def _set(kind: Format, read: JudgementFile, ranking: PanelRanking, title: str, *, to_file: bool) -> str:
    paper = RankPaper(title or "What the panel would do first", read, ranking)
    if kind is Format.JSON:
        return json_text(_document(paper)) + "\n"
    if kind is Format.HTML:
        from attending.cli.rank_html import rank_html

        return rank_html(paper)
    from attending.cli.rank_text import rank_text

    return rank_text(paper) if to_file else rank_text(paper, width=width_of_page())


def _document(paper: RankPaper) -> dict[str, Any]:
    return {
        "title": paper.title,
        "files": [{"name": each.name, "rows": each.rows, "sha256": each.sha256} for each in paper.read.files],
        "rows": paper.read.rows,
        "duplicate": paper.read.duplicate,
        "warnings": list(paper.read.warnings),
        "versions": paper.versions,
        "ranking": to_document(paper.ranking),
    }


def _write(text: str, path: Path) -> None:
    path.write_bytes(text.encode())
