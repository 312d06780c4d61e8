"""Rate a hazard by one version of a method; earlier ratings stay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from attending.analytics.catalogs.hazards import End, HazardAction, Method, walk
from attending.ledger.canonical import Json
from attending.program.actions.record import log
from attending.program.models import Person
from attending.program.rules import Refused
from attending.workflow.actions.hazards.record import check_owner, held_open
from attending.workflow.models import Hazard, HazardRating, RatingPhase
from attending.workflow.queries.hazard_methods import method_of, offered_methods


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What somebody judges of a hazard.

    ``answers`` are those to the decision tree of the method, by question. Where the tree ends in an action, ``action``
    is which, ``action_owner`` who takes it, and ``outcome_measure`` by what one will see that it worked.
    """

    method: str
    version: str
    severity: str
    likelihood: str
    reason: str
    answers: Mapping[str, bool] = field(default_factory=dict)
    action: HazardAction | None = None
    action_owner: Person | None = None
    outcome_measure: str = ""


@transaction.atomic
def rate(acting: Person, hazard: Hazard, phase: RatingPhase, judged: Judgement) -> HazardRating:
    """Rate a hazard before further controls or after them.

    Refused outside the scales, by a version that is not offered, without a reason, with a walk through the decision
    tree that has not ended, and where it says the same again.
    """
    standing = held_open(acting, hazard)
    method = _offered(judged)
    if not judged.reason.strip():
        raise Refused("Write why you rate it so; the next reader judges the rating by its reason.")
    try:
        rating = method.rating(judged.likelihood, judged.severity)
    except ValueError as error:
        raise Refused(str(error)) from error
    if phase == RatingPhase.RESIDUAL and not standing.ratings.filter(phase=RatingPhase.INITIAL).exists():
        raise Refused("Rate it before further controls first, so that one sees what they change.")
    walked = walk(method, rating, judged.answers)
    if walked.open is not None:
        raise Refused(f"The decision tree of {method.name} goes on. Answer: {walked.open.question}")
    action = _action(standing, judged) if walked.end is End.PROCEED else {}
    found = HazardRating(
        hazard=standing,
        phase=phase,
        method=method.key,
        method_version=method.version,
        severity=judged.severity,
        likelihood=judged.likelihood,
        rating=rating,
        answers={question.key: yes for question, yes in walked.answered if question.rating_from is None},
        reason=judged.reason.strip(),
        rated_by=acting,
        rated_at=timezone.now(),
        **action,
    )
    before = standing.ratings.filter(phase=phase).last()
    if before is not None and _same(before, found):
        raise Refused("That is the rating that counts already, with the same reason.")
    found.save(force_insert=True)
    payload: dict[str, Json] = {
        "phase": str(phase),
        "method": f"{method.key} {method.version}",
        "severity": judged.severity,
        "likelihood": judged.likelihood,
        "rating": rating,
        "reason": found.reason,
    }
    if before is not None and (before.method, before.method_version) != (method.key, method.version):
        payload["method_before"] = f"{before.method} {before.method_version}"
    log(acting, "hazard.rated", standing, payload)
    return found


def _offered(judged: Judgement) -> Method:
    method = method_of(judged.method, judged.version)
    if method is None:
        known = ", ".join(f"{each.key} {each.version}" for each in offered_methods())
        raise Refused(f"There is no method {judged.method} {judged.version} here; rate by one of {known}.")
    if method not in offered_methods():
        raise Refused(f"{method.name} {method.version} was superseded; rate by the version that is offered now.")
    return method


def _action(hazard: Hazard, judged: Judgement) -> dict[str, object]:
    if judged.action is None or judged.action_owner is None or not judged.outcome_measure.strip():
        raise Refused(
            "The decision tree ends in an action: choose whether to eliminate, control or accept the hazard, name who "
            "does it, and say by what one will see that it worked."
        )
    check_owner(hazard, judged.action_owner)
    return {
        "action": str(judged.action),
        "action_owner": judged.action_owner,
        "outcome_measure": judged.outcome_measure.strip(),
    }


def _same(before: HazardRating, after: HazardRating) -> bool:
    fields = (
        "method",
        "method_version",
        "severity",
        "likelihood",
        "answers",
        "action",
        "action_owner_id",
        "outcome_measure",
        "reason",
        "rated_by_id",
    )
    return all(getattr(before, name) == getattr(after, name) for name in fields)
