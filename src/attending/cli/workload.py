"""``attending workload``: which threshold with which team, and who can carry what it brings.

Exit code 0: answered; 2: the file, a log or an option was refused, and nothing was written.
"""

from __future__ import annotations

import json
import textwrap
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from attending.cli.review_output import BAD_INPUT, width_of_page
from attending.cli.whole_files import CannotWrite, Writer, require_writable, written_together
from attending.cli.workload_answer import Answer, answer, basis, document, grids, sentences, title
from attending.cli.workload_file import read_file
from attending.documents.grid import Grid
from attending.documents.terminal import WIDTH, printable, table
from attending.review.report.text import refusal_text
from attending.sources import LogRefused

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)

_MOST_ROWS = 11


@app.command()
def workload(
    file: Annotated[Path, typer.Argument(help="The TOML file; docs/how-to/workload.md shows one.")],
    threshold: Annotated[
        list[str] | None, typer.Option(help="Ask for this threshold only; repeatable. Else those of the file.")
    ] = None,
    html: Annotated[Path | None, typer.Option(help="Also write one HTML file with charts.")] = None,
    as_json: Annotated[Path | None, typer.Option("--json", help="Also write every number as JSON.")] = None,
) -> None:
    """Simulate the alerts of FILE and say what each threshold does to each team, and which is best for it."""
    try:
        require_writable({"--html": html, "--json": as_json}, sources=str(file))
        found = answer(read_file(file, threshold or ()))
        writers: dict[Path, Writer] = {}
        if html is not None:
            from attending.cli.workload_html import workload_html

            writers[html] = partial(_write, workload_html(found, file.name))
        if as_json is not None:
            told = json.dumps(document(found), indent=2, ensure_ascii=False, allow_nan=False)
            writers[as_json] = partial(_write, told + "\n")
        with written_together(writers):
            pass
    except LogRefused as problem:
        typer.echo(refusal_text(str(problem), problem.report), err=True, nl=False)
        raise typer.Exit(BAD_INPUT) from problem
    except (ValueError, CannotWrite) as problem:
        typer.echo(f"attending workload: {problem}", err=True)
        raise typer.Exit(BAD_INPUT) from problem
    typer.echo(_text(found, width_of_page()))


def _write(text: str, path: Path) -> None:
    path.write_bytes(text.encode())


def _text(found: Answer, width: int) -> str:
    lines = [title(found), "", "THE ANSWER"]
    lines += [line for each in sentences(found) for line in _wrapped(f"- {each}")]
    keep = {f"{point.threshold:.4g}" for each in found.choices for point in (each.blind, each.aware)}
    if found.workload.validation.operating is not None:
        keep.add(f"{found.workload.validation.operating:.4g}")
    for grid in grids(found):
        shown = _shown(grid, keep)
        lines += ["", shown.heading, "", *table(shown, width), *([shown.note] if shown.note else [])]
    lines += ["", "WHAT IT RESTS ON", *(line for each in basis(found) for line in _wrapped(f"- {each}"))]
    return "\n".join(printable(line).rstrip() for line in lines)


def _shown(grid: Grid, keep: set[str]) -> Grid:
    """A table short enough to read: some rows evenly spread, and those of the thresholds to `keep`."""
    step = -(-len(grid.rows) // _MOST_ROWS)
    if grid.columns[0] != "Threshold" or step <= 1:
        return grid
    rows = [row for at, row in enumerate(grid.rows) if at % step == 0 or row[0] in keep]
    note = f"{len(rows)} of {len(grid.rows)} thresholds; --json and --html have all, --threshold asks for one."
    return Grid(grid.heading, grid.columns, rows, grid.numeric, note)


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, subsequent_indent="  ", break_on_hyphens=False)
