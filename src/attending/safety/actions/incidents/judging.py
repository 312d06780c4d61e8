"""Judge an incident, and say who investigates it. Every judgement stays; the newest counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.utils import timezone

from attending.analytics.catalogs.safety.incidents import factors, harm_scale
from attending.program.actions.record import log
from attending.program.models import Person
from attending.program.rules import Refused
from attending.safety.actions.incidents.record import check_keeper, check_person, locked_open
from attending.safety.actions.record import clean
from attending.safety.models import EventKind, Incident, IncidentAssessment
from attending.safety.rules.incidents import MOST_HAZARDS, MOST_TEXT

_HAZARD: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """How somebody judges an incident.

    ``harm`` is a level of the harm scale, only for what reached a patient; ``factors`` are keys of the catalog;
    ``hazards`` keys of hazards in the log of the use case.
    """

    kind: EventKind
    harm: str = ""
    factors: Sequence[str] = ()
    hazards: Sequence[str] = ()
    found: str = ""


def judge_first(acting: Person, incident: Incident, judgement: Judgement) -> IncidentAssessment:
    """The judgement of whoever reported it; in the transaction of the report."""
    harm, found = _checked(judgement)
    assessment = IncidentAssessment.objects.create(
        incident=incident,
        kind=judgement.kind,
        harm=harm,
        factors=list(dict.fromkeys(judgement.factors)),
        hazards=list(dict.fromkeys(judgement.hazards)),
        found=found,
        assessed_by=acting,
        assessed_at=timezone.now(),
    )
    payload = {
        "kind": str(judgement.kind),
        "harm": harm,
        "factors": assessment.factors,
        "hazards": assessment.hazards,
        "found": found,
    }
    log(acting, "incident.judged", incident, payload)
    return assessment


@transaction.atomic
def judge(acting: Person, incident: Incident, judgement: Judgement) -> IncidentAssessment:
    """Judge an open incident anew; what was judged before stays on record."""
    check_keeper(acting, incident)
    return judge_first(acting, locked_open(incident), judgement)


@transaction.atomic
def name_investigator(acting: Person, incident: Incident, person: Person) -> Incident:
    """Say who investigates an incident; they will not be the one who closes it."""
    check_keeper(acting, incident)
    found = locked_open(incident)
    check_person(found, person)
    if found.investigator_id == person.pk:
        raise Refused(f"{person.printed_name} investigates it already.")
    found.investigator = person
    found.save(update_fields=["investigator"])
    log(acting, "incident.investigator_named", found, {"investigator": person.pk})
    return found


def _checked(judgement: Judgement) -> tuple[str, str]:
    if judgement.kind == EventKind.INCIDENT and judgement.harm not in harm_scale().levels:
        raise Refused(f"Choose a level of harm: {', '.join(level.label for level in harm_scale().levels.values())}.")
    unknown = sorted(set(judgement.factors) - set(factors()))
    if unknown:
        raise Refused(f"The catalog has no contributing factor {', '.join(unknown)}.")
    if len(judgement.hazards) > MOST_HAZARDS:
        raise Refused(f"{len(judgement.hazards)} hazards are named; name at most {MOST_HAZARDS}.")
    odd = [each for each in judgement.hazards if not _HAZARD.fullmatch(each)]
    if odd:
        raise Refused(f"{odd[0]!r} is no key of a hazard; keys are small letters, digits, - and _.")
    found = clean(judgement.found, what="What was found", most=MOST_TEXT, needed=False)
    return (judgement.harm if judgement.kind == EventKind.INCIDENT else ""), found
