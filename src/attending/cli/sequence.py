"""``attending sequence``: which initiatives start in which quarter, within what the organisation can carry, and why.

Exit code 0: planned; 1: no plan keeps every limit and wish, which is explained; 2: the file was refused.
"""

from __future__ import annotations

import json
import shutil
import sys
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from attending.analytics.records import to_record
from attending.analytics.sequencing import (
    Effort,
    NoPlan,
    NotFound,
    Obstacle,
    Problem,
    Unsound,
    conflict,
    gives,
    set_aside,
)
from attending.cli.sequence_answer import PARTS, Answer, answer, document
from attending.cli.sequence_file import read_problem
from attending.cli.sequence_grids import grids, no_plan, sentences
from attending.cli.whole_files import CannotWrite, require_writable, written_together
from attending.documents.terminal import WIDTH, printable, table

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)

NO_PLAN = 1
BAD_INPUT = 2


class Format(StrEnum):
    """How the plan is given out."""

    TABLE = "table"
    JSON = "json"
    HTML = "html"


@app.command()
def sequence(
    file: Annotated[Path, typer.Argument(help="The TOML file of the plan; docs/how-to/sequence-a-plan.md shows one.")],
    form: Annotated[Format, typer.Option("--format", help="As a table, as JSON, or as one HTML file.")] = Format.TABLE,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write to this file instead.")] = None,
    skip: Annotated[
        list[str] | None, typer.Option(help="Leave out what takes long: worth, prices or alternatives; repeatable.")
    ] = None,
    aside: Annotated[
        bool, typer.Option("--set-aside", help="Plan without initiatives whose capabilities can never be there.")
    ] = False,
    gap: Annotated[float, typer.Option(help="Stop once the plan is at most this share from best, such as 0.02.")] = 0.0,
    nodes: Annotated[int | None, typer.Option(help="Nodes to search; by the plan's size unless given.")] = None,
    seconds: Annotated[
        float | None, typer.Option(help="Stop after this time; the plan may then differ from run to run.")
    ] = None,
) -> None:
    """Plan FILE and print the plan by quarter with its reasons, what each initiative is worth, and other plans."""
    try:
        require_writable({"--output": output}, sources=str(file))
        unknown = sorted(set(skip or ()) - set(PARTS))
        if unknown:
            raise ValueError(f"--skip {unknown[0]!r} is no part of the answer; give {', '.join(PARTS)}.")
        effort = Effort(nodes, gap, seconds)
        problem = read_problem(file)
        obstacles: tuple[Obstacle, ...] = ()
        if aside:
            problem, obstacles = set_aside(problem)
        step = _step if sys.stderr.isatty() else _silent
        found = answer(problem, effort, skip=skip or (), set_aside=obstacles, step=step)
        _give(_written(found, form, file.name), output)
    except NoPlan as nothing:
        _give(_explained(problem, form), output if form is not Format.HTML else None)
        raise typer.Exit(NO_PLAN) from nothing
    except Unsound as problem_found:
        raise _wrong(f"{problem_found} --set-aside plans without them.") from problem_found
    except (ValueError, NotFound, CannotWrite) as wrong:
        raise _wrong(str(wrong)) from wrong


def _wrong(said: str) -> typer.Exit:
    typer.echo(f"attending sequence: {said}", err=True)
    return typer.Exit(BAD_INPUT)


def _step(doing: str) -> None:
    typer.echo(f"\r\033[K{doing} ...", err=True, nl=False)


def _silent(doing: str) -> None:
    del doing


def _give(text: str, output: Path | None) -> None:
    if output is None:
        typer.echo(text)
        return
    with written_together({output: partial(_write, text)}):
        pass


def _write(text: str, path: Path) -> None:
    path.write_text(text + "\n", encoding="utf-8")


def _written(found: Answer, form: Format, source: str) -> str:
    if form is Format.JSON:
        return json.dumps(document(found), indent=2, ensure_ascii=False, allow_nan=False)
    if form is Format.HTML:
        from attending.cli.sequence_html import plan_html

        return plan_html(found, source)
    width = max(80, min(shutil.get_terminal_size().columns, 160)) if sys.stdout.isatty() else WIDTH
    lines = [f"- {printable(each)}" for each in sentences(found)]
    for grid in grids(found):
        lines += ["", printable(grid.heading), "", *map(printable, table(grid, width))]
        lines += [printable(grid.note)] if grid.note else []
    return "\n".join(lines)


def _explained(problem: Problem, form: Format) -> str:
    why = conflict(problem)
    try:
        given = gives(problem)
    except NotFound:
        given = None
    if form is Format.JSON:
        told = {"plan": None, "conflict": to_record(why), "gives": to_record(given)}
        return json.dumps(told, indent=2, ensure_ascii=False, allow_nan=False)
    return "\n".join(map(printable, no_plan(problem, why, given)))
