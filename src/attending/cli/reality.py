"""``attending reality``: hold an event log against the map of care where the log lies."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from attending.analytics.event_log import disclosed
from attending.analytics.records import to_record
from attending.cli.reality_paper import RealityPaper
from attending.cli.reality_record import claims_of_version, keep
from attending.cli.review_output import (
    BAD_INPUT,
    json_text,
    keep_bad_rows,
    progress_shown,
    width_of_page,
)
from attending.cli.whole_files import CannotWrite, Writer, require_writable, written_together
from attending.maps.claims import Claims, claims
from attending.maps.problems import MapRefused
from attending.maps.reading import read
from attending.review.report.text import refusal_text
from attending.sources import LogRefused, silent
from attending.sources.events import (
    EventMapping,
    LogCheck,
    check_log,
    check_table_within_deadline,
    defaults_for,
    read_mapping,
)
from attending.sources.source_errors import SourceUnreachable

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)


@app.command()
def reality(
    events: Annotated[str, typer.Argument(help="CSV, Parquet, XES (also .gz) or OCEL 2.0 JSON; or a table's name.")],
    care_map: Annotated[Path | None, typer.Option("--map", help="The map of care to hold it against (YAML).")] = None,
    mapping: Annotated[Path | None, typer.Option(help="TOML or JSON that says which column is what.")] = None,
    connection: Annotated[str, typer.Option(help="A configured connection; EVENTS is then a table behind it.")] = "",
    time_zone: Annotated[str, typer.Option(help="Zone of times without an offset, such as Europe/Amsterdam.")] = "",
    by: Annotated[
        list[str] | None, typer.Option(help="site, shift, weekday or a subgroup to tell time rules by; repeatable.")
    ] = None,
    top: Annotated[int, typer.Option(help="How many of the most frequent paths to list.", min=1, max=1000)] = 20,
    share: Annotated[float, typer.Option(help="Share of transitions to draw.", min=0.0, max=1.0)] = 0.8,
    all_or_nothing: Annotated[bool, typer.Option("--all-or-nothing", help="Refuse the log for one bad row.")] = False,
    manifest: Annotated[Path | None, typer.Option(help="Expected rows, bytes and SHA-256 of each file.")] = None,
    quarantine: Annotated[Path | None, typer.Option(help="Write bad rows here, to correct and load again.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write it as one HTML file, with the real map drawn.")] = None,
    as_json: Annotated[Path | None, typer.Option("--json", help="Write every number here, as JSON.")] = None,
    version: Annotated[
        int | None, typer.Option(help="Hold it against this version of a map, and keep the check there, as --as.")
    ] = None,
    as_user: Annotated[str, typer.Option("--as", help="The login that keeps it.")] = "",
) -> None:
    """Say what really happens in EVENTS: the paths, their order and times, and whether the map's rules are kept."""
    targets = {"--html": html, "--json": as_json, "--quarantine": quarantine}
    try:
        require_writable(targets, sources="" if connection else events)
        mapped = _mapping(events, mapping, time_zone, table=bool(connection))
        if care_map is not None and version is not None:
            raise ValueError("--map and --version both name a map; give one of them.")
        claimed = _claims(care_map) if version is None else claims_of_version(version, as_user)
        asked = {
            "steps": claimed.steps, "flows": claimed.flows, "rules": claimed.rules, "shifts": claimed.shifts,
            "by": tuple(by or ()), "top": top,
        }  # fmt: skip
        found = _checked(events, mapped, connection, asked, all_or_nothing=all_or_nothing, manifest=manifest)
        intake = replace(found.intake, warnings=(*found.intake.warnings, *claimed.unchecked))
        name = f"{connection}: {events}" if connection else Path(events).name
        paper = RealityPaper(name, disclosed(found.check), intake, mapped.to_document(), share)
        writers = _writers(paper, html, as_json)
        if quarantine is not None and paper.intake.faulty:
            writers[quarantine] = paper.intake.write_quarantine
        with written_together(writers):
            pass
        if version is not None:
            keep(version, as_user, paper.check, paper.intake, mapped, source=paper.source)
    except LogRefused as problem:
        typer.echo(refusal_text(str(problem), problem.report, quarantine=True), err=True, nl=False)
        keep_bad_rows(quarantine, problem.report)
        raise typer.Exit(BAD_INPUT) from problem
    except (ValueError, SourceUnreachable, CannotWrite) as problem:
        typer.echo(f"attending reality: {problem}", err=True)
        raise typer.Exit(BAD_INPUT) from problem
    from attending.cli.reality_text import reality_text

    typer.echo(reality_text(paper, width=width_of_page()), nl=False)


def _mapping(events: str, path: Path | None, time_zone: str, *, table: bool) -> EventMapping:
    usual = EventMapping() if table else defaults_for(events)
    found = usual if path is None else read_mapping(path, usual)
    return replace(found, time_zone=time_zone) if time_zone else found


def _claims(path: Path | None) -> Claims:
    """What the map claims; nothing without one."""
    if path is None:
        return Claims((), (), (), (), ())
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise ValueError(f"the map {path} cannot be read: {problem}.") from None
    try:
        return claims(read(text))
    except MapRefused as problem:
        raise ValueError(f"the map {path.name} is refused.\n{problem}") from None


def _checked(
    events: str,
    mapping: EventMapping,
    connection: str,
    asked: dict[str, Any],
    *,
    all_or_nothing: bool,
    manifest: Path | None,
) -> LogCheck:
    """Files are read in this process; a warehouse by one that ends at the connection's deadline."""
    shown = progress_shown() if sys.stderr.isatty() else silent
    if connection:
        from attending.sources.engines.connection import configured

        return check_table_within_deadline(
            configured(connection), events, mapping, all_or_nothing=all_or_nothing, progress=shown, **asked
        )
    return check_log(events, mapping, all_or_nothing=all_or_nothing, manifest=manifest, progress=shown, **asked)


def _writers(paper: RealityPaper, html: Path | None, as_json: Path | None) -> dict[Path, Writer]:
    made: dict[Path, str] = {}
    if html is not None:
        from attending.cli.reality_html import reality_html

        made[html] = reality_html(paper)
    if as_json is not None:
        made[as_json] = json_text(document(paper)) + "\n"
    return {path: partial(_write, text) for path, text in made.items()}


def document(paper: RealityPaper) -> dict[str, Any]:
    """The check as plain data."""
    return {
        "source": paper.source,
        "mapping": paper.mapping,
        "check": to_record(paper.check),
        "intake": paper.intake.to_document(),
        "versions": paper.versions,
    }


def _write(text: str, path: Path) -> None:
    path.write_bytes(text.encode())
