"""``attending ledger``: verify, prove, export and checkpoint the record.

Exit code 0: done, or verified; 1: the record was changed; 2: wrong use, or an input that cannot be read.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

import typer

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    help="Verify, prove, export or checkpoint the tamper-evident record.",
)

FAILED, BAD_INPUT = 1, 2


@contextmanager
def _ledger() -> Iterator[None]:
    """Start Django, and turn what the ledger refuses into a message and exit code 2."""
    import django

    django.setup()
    from django.db import DatabaseError

    from attending.ledger.errors import LedgerError

    try:
        yield
    except (LedgerError, OSError, UnicodeDecodeError) as problem:
        typer.echo(f"attending ledger: {problem}", err=True)
        raise typer.Exit(BAD_INPUT) from problem
    except DatabaseError as problem:
        typer.echo("attending ledger: the database cannot be read. See: attending doctor.", err=True)
        raise typer.Exit(BAD_INPUT) from problem


@app.command()
def verify(
    checkpoint: Annotated[
        list[Path] | None,
        typer.Option(help="Checkpoints kept elsewhere: a signed note, or the JSON lines of ATTENDING_CHECKPOINT_FILE."),
    ] = None,
) -> None:
    """Recompute the whole record and compare everything stored with it; exit code 1 names what was changed.

    Without --checkpoint, the checkpoints in ATTENDING_CHECKPOINT_FILE are compared too.
    """
    with _ledger():
        from django.conf import settings

        from attending.ledger import queries
        from attending.ledger.destinations import notes_in
        from attending.ledger.verification import first_changed

        paths = list(checkpoint or ())
        configured: Path | None = settings.ATTENDING_CHECKPOINT_FILE
        if not paths and configured is not None and configured.exists():
            paths = [configured]
        outside = [note for path in paths for note in notes_in(path.read_text(encoding="utf-8"))]
        result = queries.verify(outside=outside)
        typer.echo(
            f"{result.size:,} entries, {result.payloads - result.erased:,} payloads ({result.erased:,} erased), "
            f"{result.checkpoints:,} checkpoints and {result.outside:,} kept elsewhere, in {result.seconds:.1f} s"
        )
        if not result.ok:
            first = first_changed(result.disagreements)
            typer.echo("CHANGED" + ("" if first is None else f"; first at entry {first}"))
            for disagreement in result.disagreements:
                typer.echo(f"  {disagreement.what}")
            if result.count > len(result.disagreements):
                typer.echo(f"  and {result.count - len(result.disagreements):,} more")
            raise typer.Exit(FAILED)
        typer.echo("Verified: nothing stored disagrees with the entries.")
        sent = queries.last_sent()
        if sent is None:
            typer.echo("No checkpoint ever left this machine: a rewritten record could not be told from this one.")
        elif sent.entries_since:
            typer.echo(f"{sent.entries_since:,} entries came after the last checkpoint that was sent, at {sent.at}.")


@app.command()
def prove(
    seq: Annotated[int, typer.Argument(help="Number of the entry.", min=0)],
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Write the receipt here (.tlog-proof).")] = None,
) -> None:
    """Print the receipt of one entry, with the proof and the signed checkpoint; signs one first if none covers it."""
    with _ledger():
        from attending.ledger import actions, queries
        from attending.ledger.models import Entry

        entry = Entry.objects.filter(seq=seq).first()
        if entry is None:
            typer.echo(
                f"attending ledger: there is no entry {seq}; the record has {queries.head().size:,} entries, from 0.",
                err=True,
            )
            raise typer.Exit(BAD_INPUT)
        if queries.covering_checkpoint(seq) is None:
            actions.checkpoint_if_grown(reason=f"receipt of entry {seq}")
        text = queries.receipt(entry)
        if out is None:
            typer.echo(text, nl=False)
        else:
            out.write_text(text, encoding="utf-8", newline="\n")
            typer.echo(f"Receipt of entry {seq}: {out}")


@app.command()
def export(
    out: Annotated[Path, typer.Argument(help="File to write; '-' for standard output.", allow_dash=True)],
    payloads: Annotated[bool, typer.Option("--payloads", help="With what the entries were about, and salts.")] = False,
    verifier: Annotated[Path | None, typer.Option(help="Also write the offline verifier here.")] = None,
) -> None:
    """Write the record as JSON lines that the offline verifier checks on any Python 3.9."""
    with _ledger():
        from attending.ledger import actions, keys
        from attending.ledger.export import VERIFIER, export_lines

        actions.checkpoint_if_grown(reason="export")
        lines = export_lines(payloads=payloads)
        if str(out) == "-":
            sys.stdout.writelines(lines)
        else:
            draft = out.with_name(f".{out.name}.part")
            with draft.open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(lines)
            draft.replace(out)
        if verifier is not None:
            shutil.copyfile(VERIFIER, verifier)
        key = keys.verifier()
        if key is not None and str(out) != "-":
            script = (verifier or VERIFIER).name
            typer.echo(f"{out}\nCheck it elsewhere with: python3 {script} {out.name} --vkey '{key.to_text()}'")


@app.command()
def checkpoint(
    reason: Annotated[str, typer.Option(help="Why now; kept with the checkpoint.")] = "asked for by an administrator",
    if_grown: Annotated[bool, typer.Option("--if-grown", help="Only when entries came since the last one.")] = False,
    show: Annotated[Literal["note", "vkey"], typer.Option(help="Print the signed note, or the verifier key.")] = "note",
) -> None:
    """Sign the record as it is, and send the checkpoint away; run it every 15 minutes with --if-grown.

    Exit code 1 when a destination did not take it.
    """
    with _ledger():
        from attending.ledger import actions, keys, queries

        if show == "vkey":
            typer.echo(keys.signer().verifier.to_text())
            return
        record = (
            actions.checkpoint_if_grown(reason=reason) if if_grown else actions.checkpoint(reason=reason)
        ) or queries.last_checkpoint()
        if record is None:
            typer.echo("The record is empty.")
            return
        typer.echo(record.note, nl=False)
        deliveries = list(record.deliveries.all())
        for delivery in deliveries:
            typer.echo(f"{delivery.destination}: {delivery.error or 'sent'}", err=True)
        if not deliveries:
            typer.echo(
                "It was not sent anywhere: set ATTENDING_CHECKPOINT_FILE or ATTENDING_CHECKPOINT_SYSLOG.", err=True
            )
        if any(delivery.error for delivery in deliveries):
            raise typer.Exit(FAILED)
