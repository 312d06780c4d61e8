"""Concerns: raised at a code without an account, put to the AI they are about, and answered."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from attending.analytics.catalogs.safety import concerns as catalog
from attending.ledger.actions import append, take_turn
from attending.program.actions.record import check, log, name_of
from attending.program.models import Deployment, Person
from attending.program.rules import Act, Refused
from attending.safety.actions.record import check_on_unit, clean
from attending.safety.actions.telling import tell_asked
from attending.safety.actions.watching import judge_on
from attending.safety.models import Concern, ConcernAnswer, ConcernCode, ConcernNaming, Outcome
from attending.safety.queries.concerns import about
from attending.safety.rules.concerns import MOST_ANSWER, MOST_WORDS, OLDEST_PAPER, is_shown, new_receipt


class CodeClosed(Refused):
    """The code takes no more concerns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody on a unit said. ``happened`` and ``role`` are keys of the catalog; without ``deployment``, unknown.

    ``once`` is the number of the form it was written on: the same form sent again is the same concern.
    """

    happened: str
    once: uuid.UUID
    words: str = ""
    role: str = ""
    deployment: Deployment | None = None


@transaction.atomic
def raise_concern(code: ConcernCode, said: Said, *, on_paper_at: datetime | None = None) -> Concern:
    """Keep what was said at a code. Who said it is not known here, and the record names the code.

    ``on_paper_at`` is when it was written where it came on paper and is typed in now; its clock runs from then, and the
    record tells when it was typed. Raises CodeClosed, Identifying where the words look as if they told who a patient
    is, and Refused for the rest.
    """
    now = timezone.now()
    if on_paper_at is not None and not now - OLDEST_PAPER <= on_paper_at <= now:
        raise Refused(f"A concern on paper was written in the last {OLDEST_PAPER.days} days, and not in the future.")
    take_turn()
    if ConcernCode.objects.get(pk=code.pk).closed_at is not None:
        raise CodeClosed("This code was closed. Ask on the unit for the new one, or tell your manager.")
    before = Concern.objects.filter(code=code, once=said.once).first()
    if before is not None:
        return before
    if said.happened not in catalog.happened():
        raise Refused("Say what happened: tap one of the buttons.")
    if said.role and said.role not in catalog.roles():
        raise Refused("Choose a role from the list, or leave it out.")
    words = clean(said.words, what="What it was", most=MOST_WORDS, needed=said.happened == "other")
    if said.deployment is not None:
        _check_here(code, said.deployment)
    concern = Concern.objects.create(
        code=code,
        deployment=said.deployment,
        happened=said.happened,
        words=words,
        role=said.role,
        receipt=new_receipt(),
        once=said.once,
        raised_at=on_paper_at or now,
    )
    about_ai = said.deployment.pk if said.deployment else None
    payload = {"unit": code.unit_id, "deployment": about_ai, "happened": said.happened}
    append("concern.raised", object=name_of(concern), actor=name_of(code), payload=payload)
    tell_asked(concern)
    judge_on(code.unit)
    return concern


def _check_here(code: ConcernCode, deployment: Deployment) -> None:
    if deployment.unit_id != code.unit_id or not is_shown(deployment.state):
        raise Refused("That AI is not in use on this unit. Choose one of the list, or “I do not know which”.")


@transaction.atomic
def name_ai(acting: Person, concern: Concern, deployment: Deployment) -> ConcernNaming:
    """Say which AI on its unit a concern is about, where whoever raised it did not know or tapped another."""
    check_may_answer(acting, concern)
    take_turn()
    if deployment.unit_id != concern.code.unit_id:
        raise Refused(f"{deployment} does not run on {concern.code.unit.name}, where the concern was raised.")
    if ConcernNaming.objects.filter(concern=concern).exists():
        raise Refused("It was said already which AI this concern is about.")
    if concern.deployment_id == deployment.pk:
        raise Refused("That is the AI it was raised about.")
    naming = ConcernNaming.objects.create(
        concern=concern, deployment=deployment, named_by=acting, named_at=timezone.now()
    )
    log(acting, "concern.named", concern, {"deployment": deployment.pk})
    tell_asked(concern)
    judge_on(deployment.unit)
    return naming


@transaction.atomic
def answer_concern(acting: Person, concern: Concern, *, outcome: Outcome, text: str) -> ConcernAnswer:
    """Answer a concern; the answer stands on the unit's page. Another answer may follow, none is taken back."""
    check_may_answer(acting, concern)
    said = clean(text, what="The answer", most=MOST_ANSWER)
    take_turn()
    newest = concern.answers.last()
    if newest is not None and (newest.outcome, newest.text) == (outcome, said):
        raise Refused("That is the answer that stands there already.")
    answer = ConcernAnswer.objects.create(
        concern=concern, outcome=outcome, text=said, answered_by=acting, answered_at=timezone.now()
    )
    log(acting, "concern.answered", concern, {"outcome": str(outcome), "text": said})
    judge_on(concern.code.unit)
    return answer


def check_may_answer(acting: Person, concern: Concern) -> None:
    """Raise NotAllowed unless the person may answer: for the AI, or where nobody knows which, for the unit."""
    deployment = about(concern)
    if deployment is not None:
        check(acting, Act.ANSWER_CONCERN, deployment.use_case)
    else:
        check_on_unit(acting, Act.ANSWER_CONCERN, concern.code.unit)
