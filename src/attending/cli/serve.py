"""``attending serve``: run Attending for real."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from attending.cli import installation
from attending.cli.installation import CannotStartError
from attending.web.configuration import LOOPBACK, Configuration

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
    database: Annotated[
        str | None,
        typer.Option(help="Path of a SQLite file, or postgresql://USER@HOST/NAME; else ATTENDING_DATABASE is used."),
    ] = None,
) -> None:
    """Run Attending for real. The first start makes the database and prints a link for the first administrator."""
    if database is not None:
        os.environ["ATTENDING_DATABASE"] = database_url(database)
    configuration = Configuration.from_environment()
    try:
        start(configuration, host, port)
    except CannotStartError as problem:
        typer.echo(f"attending serve: {problem}", err=True)
        raise typer.Exit(1) from problem


def database_url(database: str) -> str:
    """``ATTENDING_DATABASE``'s form of what was given: a URL as it is, a path as a SQLite URL."""
    return database if "://" in database else f"sqlite:///{Path(database).expanduser().resolve()}"


def start(configuration: Configuration, host: str, port: int) -> None:
    """Prepare everything, say what to do next, and become the server; raises CannotStartError."""
    if configuration.demo or (configuration.data_dir / installation.DEMONSTRATION).exists():
        raise CannotStartError(
            f"{configuration.data_dir} holds the demonstration, which signs without passwords. "
            "Set ATTENDING_DATA to another folder and leave ATTENDING_DEMO unset."
        )
    installation.require_free_port(host, port)
    installation.private_folder(configuration.data_dir)
    installation.prepare_database(configuration)
    announce(configuration, host, port)
    installation.run_server(host, port)


def public_address(configuration: Configuration, port: int) -> str:
    """Where people reach the installation: the first of ATTENDING_HOSTS, or this machine's own name for itself."""
    if configuration.loopback_only:
        return f"http://localhost:{port}"
    host = next(host for host in configuration.allowed_hosts if host not in LOOPBACK)
    return f"https://{host}" if configuration.https else f"http://{host}:{port}"


def announce(configuration: Configuration, host: str, port: int) -> None:
    """Print the address, the first administrator's link while nobody can log in, and what to do next."""
    from attending.accounts.actions import first_administrator_link
    from attending.ledger.keys import signer

    address = public_address(configuration, port)
    typer.echo(f"Attending answers at {address} (listening on {host}:{port}).")
    typer.echo(f"Data folder: {configuration.data_dir}")
    link = first_administrator_link(address)
    if link:
        typer.echo(
            "\nNobody can log in yet. Open this one-time link to become the first administrator:\n"
            f"  {link}\n"
            "Then: choose a password and a second factor, add the people who lead AI here and give them their seats.\n"
            "The link is replaced at every start until it has been used.\n"
        )
        typer.echo(
            "Keep this verifier key with the installation's papers, away from this machine; with it anyone can check\n"
            f"receipts and the whole record offline:\n  {signer().verifier.to_text()}\n"
        )
    if host not in LOOPBACK and not configuration.https:
        typer.echo(
            "Warning: this listens beyond this machine without HTTPS. Put it behind a proxy that ends TLS, and set "
            "ATTENDING_HTTPS=yes and ATTENDING_HOSTS.",
            err=True,
        )
    typer.echo("Stop with Ctrl-C. Check the installation with: attending doctor")
