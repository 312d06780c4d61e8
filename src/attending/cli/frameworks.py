"""``attending frameworks``: look at all evidence, and print a binder.

Exit code 0: done; 2: there is no such framework, or the database cannot be read.
"""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    help="Look at the evidence that outside frameworks ask for.",
)


@app.callback()
def frameworks() -> None:
    """Look at the evidence that outside frameworks ask for."""


@app.command()
def survey(
    number: Annotated[int | None, typer.Argument(help="A survey that was begun on a page.", show_default=False)] = None,
) -> None:
    """Ask every room about every use case, and keep what they say for the binders."""
    import django

    django.setup()
    from attending.frameworks.actions.surveying import begin_survey, make_survey
    from attending.frameworks.models import Survey
    from attending.program.models import Organisation

    begun = (
        [Survey.objects.get(pk=number)]
        if number is not None
        else [begin_survey(organisation, acting=None) for organisation in Organisation.objects.all()]
    )
    for each in begun:
        if each.finished_at is None:
            made = make_survey(each)
            typer.echo(f"{made.organisation}: the evidence of {made.total:,} use cases was looked at.")
