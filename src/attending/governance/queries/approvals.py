"""Approvals as a list and one by one, and which of them are due for something; a constant number of queries each."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models import CharField as Text

from attending.decisions.models import Decision
from attending.governance.models import Approval, Lapse
from attending.governance.rules.approvals import ASK_AGAIN, SOON, Standing
from attending.governance.rules.gates import CLOSE
from attending.program.models import AiModel, Deployment, Organisation, UseCase
from attending.program.models.deployments import IN_USE, State

COMPARED_EVERY = timedelta(days=1)

_ABOUT = (
    "use_case__organisation",
    "deployment__use_case",
    "deployment__unit__site",
    "deployment__model_version__ai_model",
    "decision__proposal",
    "gate",
    "lapse__gate",
)


def _loaded(found: QuerySet[Approval]) -> QuerySet[Approval]:
    return found.select_related(*_ABOUT)


def _counting(to: str = "") -> Q:
    """Approvals that something rests on: of a deployment that is not retired, or of the stage a use case is in.

    ``to`` is the path from what is asked for to the approval.
    """
    of_deployment = Q(**{f"{to}deployment__isnull": False}) & ~Q(**{f"{to}deployment__state": State.RETIRED})
    return of_deployment | Q(**{f"{to}deployment": None, f"{to}covers": F(f"{to}use_case__stage")})


def _later(to: str = "") -> QuerySet[Approval]:
    """Approvals of the same deployment, or for the same stage of the same use case, that were signed later."""
    of_deployment = Q(deployment=OuterRef(f"{to}deployment"))
    of_stage = Q(deployment=None, use_case=OuterRef(f"{to}use_case"), covers=OuterRef(f"{to}covers"))
    return Approval.objects.filter(of_deployment | of_stage, starts_at__gt=OuterRef(f"{to}starts_at"))


def _replaced() -> Case:
    """Whether an approval of the same deployment, or for a stage of the same use case, was signed later."""
    later = Approval.objects.filter(starts_at__gt=OuterRef("starts_at"))
    of_use_case = later.filter(deployment=None, use_case=OuterRef("use_case")).exclude(covers=CLOSE)
    of_deployment = later.filter(deployment=OuterRef("deployment"))
    return Case(
        When(Q(deployment=None) & Exists(of_use_case), then=Value(True)),
        When(Exists(of_deployment), then=Value(True)),
        default=Value(False),
    )


def standing(now: datetime) -> QuerySet[Approval]:
    """The approvals that something rests on and that have not ended, with what they are of."""
    return _loaded(Approval.objects.filter(_counting(), starts_at__lte=now, ends_at__gt=now))


def unlapsed(use_case: UseCase, now: datetime) -> QuerySet[Approval]:
    """The approvals of a use case and its deployments whose sentences still have to hold."""
    return standing(now).filter(use_case=use_case, lapse=None).order_by("pk")


def not_compared(now: datetime) -> QuerySet[Approval]:
    """The approvals whose sentences nobody held against what is so for a day, the longest waiting first."""
    long_ago = Q(comparison=None) | Q(comparison__at__lte=now - COMPARED_EVERY)
    return standing(now).filter(long_ago, lapse=None).order_by(F("comparison__at").asc(nulls_first=True), "pk")


def ending(now: datetime, within: timedelta = ASK_AGAIN) -> QuerySet[Approval]:
    """The approvals that end within a time, soonest first."""
    return standing(now).filter(ends_at__lte=now + within).order_by("ends_at", "pk")


def pressing(now: datetime) -> QuerySet[Approval]:
    """What has to be decided again: approvals that lapsed, end within 30 days or have ended, soonest first.

    Not one that a later approval took the place of, nor one that ended before its deployment was put into use.
    """
    due = Q(ends_at__lte=now + ASK_AGAIN) | Q(lapse__isnull=False)
    missed = Q(ends_at__gt=now) | Q(deployment=None) | Q(deployment__state__in=[*IN_USE, State.PAUSED])
    found = Approval.objects.filter(_counting(), due, missed, ~Exists(_later()))
    return _loaded(found).order_by("ends_at", "pk")


def used_without_approval(now: datetime) -> QuerySet[Deployment]:
    """Deployments that staff use though their approval ended: what the clock pauses.

    One that never had an approval was in use before there were gates; no signed decision says that it would be paused.
    """
    own = Approval.objects.filter(deployment=OuterRef("pk"))
    enough = Q(covers=State.LIVE) | Q(covers=OuterRef("state"))
    found = Deployment.objects.filter(Exists(own), ~Exists(own.filter(enough, ends_at__gt=now)), state__in=IN_USE)
    return found.select_related("use_case__organisation", "unit__site", "model_version__ai_model").order_by("pk")


def last_approval(deployment: Deployment) -> Approval:
    """The approval of a deployment that was signed last."""
    return Approval.objects.filter(deployment=deployment).latest("starts_at", "pk")


def newest_of(use_case: UseCase) -> Approval | None:
    """The approval of a use case for a stage that was signed last, with its lapse."""
    found = Approval.objects.filter(use_case=use_case, deployment=None).exclude(covers=CLOSE)
    return found.select_related("lapse").order_by("starts_at", "pk").last()


def not_reopened() -> QuerySet[Lapse]:
    """Lapses whose decision is not asked again yet, and of which no later decision was made."""
    found = Lapse.objects.filter(_counting("approval__"), ~Exists(_later("approval__")), gate=None)
    return found.select_related(*(f"approval__{each}" for each in _ABOUT if each != "lapse__gate")).order_by("pk")


def running(model: AiModel) -> QuerySet[UseCase]:
    """The use cases with a deployment of a model that is not retired."""
    deployed = Deployment.objects.filter(model_version__ai_model=model).exclude(state=State.RETIRED)
    return UseCase.objects.filter(deployments__in=deployed).distinct().order_by("pk")


def approvals(organisation: Organisation, now: datetime) -> QuerySet[Approval]:
    """Every approval of an organisation with how it stands: what ends soonest first, and what has ended last."""
    stands = Case(
        When(ends_at__lte=now, then=Value(str(Standing.ENDED))),
        When(ends_at__lte=now + SOON, then=Value(str(Standing.ENDS_SOON))),
        When(lapse__isnull=False, then=Value(str(Standing.LAPSED))),
        When(ends_at__lte=now + ASK_AGAIN, then=Value(str(Standing.ENDING))),
        default=Value(str(Standing.STANDS)),
        output_field=Text(),
    )
    past = Case(When(ends_at__lte=now, then=Value(1)), default=Value(0))
    found = Approval.objects.filter(use_case__organisation=organisation).annotate(stands=stands, replaced=_replaced())
    return _loaded(found).order_by(past, "ends_at", "-pk")


def approval(organisation: Organisation, pk: int) -> Approval:
    """One approval with all that its page shows; raises Approval.DoesNotExist."""
    return (
        _loaded(Approval.objects.all())
        .select_related("comparison", "decision__packet")
        .get(use_case__organisation=organisation, pk=pk)
    )


def later_than(record: Approval) -> Approval | None:
    """The approval that took the place of another: the newest of the same subject, signed after it."""
    same = (
        Q(deployment=record.deployment_id) if record.deployment_id else Q(deployment=None, use_case=record.use_case_id)
    )
    found = Approval.objects.filter(same, starts_at__gt=record.starts_at).exclude(pk=record.pk).exclude(covers=CLOSE)
    return found.order_by("starts_at", "pk").last()


def given_by(decision: Decision) -> Approval | None:
    """The approval that a decision gave, with its lapse."""
    return Approval.objects.filter(decision=decision).select_related("lapse").first()
