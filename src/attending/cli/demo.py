"""``attending demo``: the demonstration program, in a data folder of its own, answering on this machine alone."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Annotated

import typer

from attending.cli import installation
from attending.cli.installation import CannotStartError
from attending.web.configuration import Configuration

HOST = "127.0.0.1"
BUILDING, READY = "building", "ready"

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def demo(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
    fresh: Annotated[bool, typer.Option("--fresh", help="Build the demonstration anew first.")] = False,
    prepare_only: Annotated[bool, typer.Option("--prepare-only", help="Build it, but do not serve it.")] = False,
) -> None:
    """Open the demonstration program, Lakeside Health. It answers on this machine only and needs no password."""
    configuration = demonstration_configuration()
    try:
        if not prepare_only:
            installation.require_free_port(HOST, port)
        prepare(configuration, fresh=fresh)
    except CannotStartError as problem:
        typer.echo(f"attending demo: {problem}", err=True)
        raise typer.Exit(1) from problem
    if prepare_only:
        typer.echo(f"The demonstration is ready in {configuration.data_dir}.")
        return
    typer.echo(f"The demonstration answers at http://localhost:{port}, on this machine only (bound to {HOST}).")
    typer.echo("Its people sign without passwords; do not enter real data. Stop with Ctrl-C; --fresh starts it over.")
    installation.run_server(HOST, port)


def demonstration_configuration() -> Configuration:
    """The demonstration's own configuration: of all ``ATTENDING_*`` only the data folder is taken over.

    So no key, database or checkpoint file of a real installation is touched by it.
    """
    data = os.environ.get("ATTENDING_DATA", "demo-data")
    for name in [name for name in os.environ if name.startswith("ATTENDING_")]:
        del os.environ[name]
    os.environ.update(ATTENDING_DATA=data, ATTENDING_DEMO="yes")
    return Configuration.from_environment()


def prepare(configuration: Configuration, *, fresh: bool) -> None:
    """Build the demonstration unless it stands; raises CannotStartError for a folder that holds something else."""
    folder = configuration.data_dir
    marker = folder / installation.DEMONSTRATION
    if folder.exists() and any(folder.iterdir()) and not marker.exists():
        raise CannotStartError(
            f"{folder} holds something that is not the demonstration. Set ATTENDING_DATA to an empty folder."
        )
    if fresh or (marker.exists() and marker.read_text() != READY):
        empty(folder)
    installation.private_folder(folder)
    build_now = not marker.exists()
    if build_now:
        marker.write_text(BUILDING)
    installation.prepare_database(configuration)
    if build_now:
        from attending.demo.build import build

        typer.echo("Building the demonstration program ...")
        build()
        marker.write_text(READY)


def empty(folder: Path) -> None:
    """Remove everything in the demonstration's folder; the marker goes last, so that a broken-off removal goes on."""
    marker = folder / installation.DEMONSTRATION
    if not marker.exists():
        return
    marker.write_text(BUILDING)
    for path in sorted(folder.iterdir(), key=lambda path: path == marker):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
