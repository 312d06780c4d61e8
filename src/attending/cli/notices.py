"""``attending notices``: try whether what is set up to send notices works.

Exit code 0: everything that is set up accepted the trial; 1: something did not; 2: nothing is set up.
"""

from __future__ import annotations

import uuid
from email.utils import formatdate
from typing import Annotated

import typer

app = typer.Typer(
    add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True, help="Try how notices leave."
)

REFUSED, NOT_SET_UP = 1, 2


@app.callback()
def notices() -> None:
    """Try how notices leave."""


@app.command()
def test(to: Annotated[str, typer.Option(help="Where the trial e-mail goes, such as you@hospital.example.")]) -> None:
    """Send a trial e-mail through the mail server that is set up, and say what the server answered."""
    import django

    django.setup()
    from django.conf import settings

    from attending.notices.sending import mail
    from attending.notices.sending.refused import NotDeliveredError

    smtp = settings.ATTENDING_SMTP
    if smtp is None:
        typer.echo(
            "attending notices: no mail server is set up; set ATTENDING_SMTP_HOST and ATTENDING_SMTP_FROM.", err=True
        )
        raise typer.Exit(NOT_SET_UP)
    try:
        message = mail.compose(
            to=("", to),
            subject="Trial notice from Attending",
            body="This is a trial. Notices of Attending reach this address.",
            link="/",
            identity=str(uuid.uuid4()),
            date=formatdate(),
            smtp=smtp,
        )
        with mail.connected(smtp) as server:
            mail.send(server, message)
    except NotDeliveredError as problem:
        typer.echo(f"attending notices: {problem}", err=True)
        raise typer.Exit(REFUSED) from problem
    typer.echo(f"{smtp.host}:{smtp.port} accepted a trial e-mail to {to}.")
