"""Concerns and codes; a constant number of queries each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from attending.accounts.rules import sha256_hex
from attending.program.models import Deployment, Organisation, Person, Seat, Unit
from attending.safety.models import Concern, ConcernAnswer, ConcernCode, Outcome
from attending.safety.rules.concerns import CODE_WITHIN, ON_THE_UNIT, SHOWN


def about(concern: Concern) -> Deployment | None:
    """The AI a concern is about: as was found out inside, else as it was raised."""
    naming = getattr(concern, "naming", None)
    return naming.deployment if naming is not None else concern.deployment


def code_by_token(token: str) -> ConcernCode | None:
    """The code whose secret this is, open or closed. One query."""
    codes = ConcernCode.objects.select_related("unit__site__organisation")
    return codes.filter(secret_sha256=sha256_hex(token)).first()


def shown_on(unit: Unit) -> list[Deployment]:
    """The AI that staff see on a unit. One query."""
    found = Deployment.objects.filter(unit=unit, state__in=SHOWN).select_related("use_case", "model_version__ai_model")
    return list(found.order_by("use_case__title", "pk"))


def concerns(organisation: Organisation) -> QuerySet[Concern]:
    """Every concern, newest first, with what its row shows; it counts for the deployment ``about_id``. Two queries."""
    answers = ConcernAnswer.objects.select_related("answered_by")
    return (
        Concern.objects.filter(code__unit__site__organisation=organisation)
        .select_related(
            "code__unit__site",
            "deployment__use_case",
            "deployment__model_version__ai_model",
            "naming__deployment__use_case",
            "naming__deployment__model_version__ai_model",
            "naming__named_by",
            "incident",
        )
        .prefetch_related(Prefetch("answers", answers))
        .annotate(about_id=Coalesce("naming__deployment", "deployment"))
    )


def concern_of(organisation: Organisation, pk: int) -> Concern:
    """One concern; raises Concern.DoesNotExist."""
    return concerns(organisation).get(pk=pk)


def open_concerns(organisation: Organisation) -> list[Concern]:
    """Concerns without an answer, or of which the newest says that it is being looked at, oldest first. Two queries."""
    newest = ConcernAnswer.objects.filter(concern=OuterRef("pk")).order_by("-answered_at", "-pk").values("outcome")[:1]
    found = concerns(organisation).annotate(newest_outcome=Subquery(newest))
    return list(found.filter(Q(newest_outcome=None) | Q(newest_outcome=Outcome.LOOKING)).order_by("raised_at", "pk"))


def raised_on(unit: Unit, now: datetime) -> list[Concern]:
    """What was raised on a unit within a year, newest first, answered or not. Two queries."""
    found = concerns(unit.site.organisation).filter(code__unit=unit, raised_at__gte=now - ON_THE_UNIT)
    return list(found)


def by_receipt(unit: Unit, receipt: str) -> Concern | None:
    """The concern of a unit with this receipt. Two queries."""
    return concerns(unit.site.organisation).filter(code__unit=unit, receipt=receipt).first()


@dataclass(frozen=True, slots=True)
class UnitCode:
    """A unit, the AI that staff see there, and its open code, if any."""

    unit: Unit
    in_use: Sequence[Deployment]
    code: ConcernCode | None


def units_with_codes(organisation: Organisation) -> list[UnitCode]:
    """Every unit of an organisation, by site and name. Three queries."""
    codes = ConcernCode.objects.filter(closed_at=None, unit__site__organisation=organisation)
    by_unit = {each.unit_id: each for each in codes.select_related("opened_by")}
    in_use: dict[int, list[Deployment]] = defaultdict(list)
    for each in Deployment.objects.filter(state__in=SHOWN, use_case__organisation=organisation).select_related(
        "use_case"
    ):
        in_use[each.unit_id].append(each)
    units = Unit.objects.filter(site__organisation=organisation).select_related("site__organisation")
    return [UnitCode(each, in_use[each.pk], by_unit.get(each.pk)) for each in units.order_by("site__name", "name")]


def units_without_a_code(person: Person, now: datetime) -> list[Deployment]:
    """What staff see for longer than a week, of which the person is clinical owner, on units without an open code.

    One for each unit. One query.
    """
    found = Deployment.objects.filter(
        use_case__holdings__person=person,
        use_case__holdings__seat=Seat.CLINICAL_OWNER,
        use_case__holdings__ended_on=None,
        state__in=SHOWN,
        state_since__lt=now - CODE_WITHIN,
    ).exclude(unit__in=ConcernCode.objects.filter(closed_at=None).values("unit"))
    first: dict[int, Deployment] = {}
    for each in found.select_related("use_case", "unit").order_by("unit__name", "pk"):
        first.setdefault(each.unit_id, each)
    return list(first.values())


def of_deployments(deployments: Sequence[Deployment], since: datetime) -> list[Concern]:
    """Concerns raised since a time that count for these deployments, or for their units where the AI is not known."""
    if not deployments:
        return []
    organisation = deployments[0].use_case.organisation
    found = concerns(organisation).filter(raised_at__gte=since, code__unit__in={each.unit_id for each in deployments})
    wanted = {each.pk for each in deployments}
    return [each for each in found if _about_id(each) is None or _about_id(each) in wanted]


def _about_id(concern: Concern) -> int | None:
    deployment = about(concern)
    return deployment.pk if deployment else None
