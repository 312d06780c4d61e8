"""Keep what ``attending reality`` found for a version of a map, so that its page and the gates know it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from attending.analytics.event_log import RealityCheck
from attending.maps.claims import Claims
from attending.sources import IntakeReport
from attending.sources.events import EventMapping

if TYPE_CHECKING:
    from attending.program.models import Person
    from attending.workflow.models import MapVersion


def claims_of_version(number: int, login: str) -> Claims:
    """What a version of a map claims; ValueError says which of version and login is not there."""
    from attending.maps.reading import read

    _, version = _person_and_version(login, number)
    from attending.program.rules import Refused
    from attending.workflow.rules.reality import claims_of

    try:
        return claims_of(read(version.text))
    except Refused as refusal:
        raise ValueError(str(refusal)) from refusal


def keep(
    number: int, login: str, check: RealityCheck, intake: IntakeReport, mapping: EventMapping, *, source: str
) -> None:
    """Keep a check whose small counts are withheld, with how its log was read; ValueError says why it was refused."""
    person, version = _person_and_version(login, number)
    from django.db import transaction

    from attending.program.rules import Refused
    from attending.workflow.actions.reality import keep_mapping, record_check
    from attending.workflow.reality_reading import kept_of

    try:
        with transaction.atomic():
            kept = keep_mapping(person, version.care_map.use_case, mapping)
            record = record_check(person, version, kept, kept_of(check, intake, source))
    except Refused as refusal:
        raise ValueError(str(refusal)) from refusal
    typer.echo(f"Kept for {version} as check {record.pk}.", err=True)


def _person_and_version(login: str, number: int) -> tuple[Person, MapVersion]:
    import django

    django.setup()
    from attending.program.models import Person
    from attending.workflow.models import MapVersion

    person = Person.objects.filter(user__username=login, active=True).first()
    if person is None:
        raise ValueError(f"There is no active person with the login {login!r}; name yours with --as.")
    found = MapVersion.objects.select_related("care_map__use_case").filter(pk=number).first()
    if found is None or found.care_map.use_case.organisation_id != person.organisation_id:
        raise ValueError(f"There is no version {number} of a map; its number is in the address of its page.")
    return person, found
