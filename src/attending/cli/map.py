"""``attending map``: check, draw and compare maps of care, and carry them to and from BPMN.

Exit code 0: done; 1: a map has findings that must be settled; 2: wrong use, or an input that is refused.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from attending.cli.map_files import CannotRead, MapFileRefused, imported_from, map_of
from attending.cli.map_text import changes_text, findings_document, findings_text
from attending.cli.review_output import BAD_INPUT, json_text
from attending.cli.whole_files import CannotWrite, require_writable, written_together

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Check, draw and compare maps of care (YAML), and carry them to and from BPMN 2.0.",
)
OPEN = 1
File = Annotated[Path, typer.Argument(help="The map, a YAML file of format attending-map/1.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="Write it here; else it is printed.")]
Json = Annotated[bool, typer.Option("--json", help="For a program instead of a person.")]


@app.command()
def check(file: File, as_json: Json = False) -> None:
    """Say what the map leaves open; exit code 1 where it must be settled before the map is signed."""
    from attending.maps.lint import Weight, lint

    with _refusals():
        care_map = map_of(file)
    found = lint(care_map)
    typer.echo(json_text(findings_document(care_map, found)) if as_json else findings_text(care_map, found), nl=as_json)
    if any(each.weight is Weight.MUST for each in found):
        raise typer.Exit(OPEN)


@app.command()
def draw(
    file: File,
    output: Output = None,
    bow_tie: Annotated[str, typer.Option(help="Draw the bow-tie of the step with this key instead.")] = "",
    sheets: Annotated[bool, typer.Option("--sheets", help="Cut into pages map-1.svg, map-2.svg and so on.")] = False,
) -> None:
    """Draw the map as an SVG file."""
    from attending.maps import drawing
    from attending.maps.bow_tie import bow_tie as tie_of

    with _refusals():
        care_map = map_of(file)
        if sheets:
            if output is None or bow_tie:
                raise CannotRead("--sheets needs --output, such as -o map.svg, and draws no bow-tie.")
            drawn = drawing.draw_sheets(care_map)
            targets = [output.with_stem(f"{output.stem}-{number}") for number in range(1, len(drawn) + 1)]
            _put_all({target: f"{svg}\n".encode() for target, svg in zip(targets, drawn, strict=True)}, file)
            return
        if bow_tie and bow_tie not in care_map.step_of:
            raise CannotRead(f"{file.name} has no step with the key {bow_tie!r}.")
        tie = drawing.draw_bow_tie(tie_of(care_map, bow_tie), paper=True) if bow_tie else ""
        _put(f"{tie or drawing.draw(care_map, paper=True)}\n".encode(), output, file)


@app.command()
def compare(
    before: Annotated[Path, typer.Argument(help="The earlier map.")],
    after: Annotated[Path, typer.Argument(help="The later map.")],
    as_json: Json = False,
) -> None:
    """Say what changed from one map to the other."""
    from dataclasses import asdict

    from attending.maps.difference import changes

    with _refusals():
        found = changes(map_of(before), map_of(after))
    typer.echo(json_text({"changes": [asdict(each) for each in found]}) if as_json else changes_text(found), nl=as_json)


@app.command(name="to-bpmn")
def to_bpmn(file: File, output: Output = None) -> None:
    """Write the map as BPMN 2.0; what BPMN lacks stands in extension elements, so that nothing is lost."""
    from attending.maps import bpmn

    with _refusals():
        _put(bpmn.write(map_of(file)), output, file)


@app.command(name="from-bpmn")
def from_bpmn(
    file: Annotated[Path, typer.Argument(help="A BPMN 2.0 file.")],
    output: Output = None,
) -> None:
    """Read a BPMN 2.0 file as a map, and name on the terminal whatever of it is not in the map."""
    from attending.maps.writing import write

    with _refusals():
        imported = imported_from(file)
        _put(write(imported.care_map).encode(), output, file)
    for each in imported.not_imported:
        typer.echo(f"Not imported: {each}.", err=True)


@app.command()
def schema(output: Output = None) -> None:
    """Print the JSON Schema (2020-12) of the map's text, for an editor that completes and checks while one types."""
    from attending.maps.schema import schema as schema_of

    with _refusals():
        _put(f"{json_text(schema_of())}\n".encode(), output)


@contextmanager
def _refusals() -> Iterator[None]:
    """What is refused is said on standard error, each problem on a line of its own, and ends with exit code 2."""
    try:
        yield
    except MapFileRefused as refusal:
        typer.echo(str(refusal), err=True)
        raise typer.Exit(BAD_INPUT) from refusal
    except (CannotRead, CannotWrite) as problem:
        typer.echo(f"attending map: {problem}", err=True)
        raise typer.Exit(BAD_INPUT) from problem


def _put(content: bytes, output: Path | None, source: Path | None = None) -> None:
    """Write to the file, or to standard output as it is."""
    if output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    _put_all({output: content}, source)


def _put_all(contents: Mapping[Path, bytes], source: Path | None) -> None:
    """Write all files or none."""
    for path in contents:
        require_writable({"--output": path}, sources=str(source or ""))
    with written_together({path: partial(_write, content) for path, content in contents.items()}):
        pass


def _write(content: bytes, path: Path) -> None:
    path.write_bytes(content)
