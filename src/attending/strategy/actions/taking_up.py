"""What becomes of a proposal by somebody without an account: taken up as a use case, or declined with an answer."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from attending.program.actions.record import check, check_organisation, log
from attending.program.actions.use_cases import propose_use_case
from attending.program.models import EnterprisePriority, Person, UseCase
from attending.program.rules import Act, Refused
from attending.strategy.actions.intake import locked, thesis_of
from attending.strategy.models import DraftState, IntakeDraft
from attending.strategy.rules.intake import first_answers


@transaction.atomic
def take_up(
    acting: Person, draft: IntakeDraft, *, title: str, priority: EnterprisePriority | None, answer: str = ""
) -> UseCase:
    """Make a waiting proposal a use case, proposed by who takes it up; the record keeps who brought it."""
    draft = _waiting(acting, draft)
    use_case = propose_use_case(
        acting, thesis_of(draft, title=title), priority=priority, answers=first_answers(draft.answers)
    )
    draft.use_case = use_case
    _answer(acting, draft, DraftState.PROPOSED, answer)
    log(acting, "intake.taken_up", draft, {"use_case": use_case.key, "link": draft.link_id, "brought_by": draft.name})
    return use_case


@transaction.atomic
def decline(acting: Person, draft: IntakeDraft, *, answer: str) -> IntakeDraft:
    """Decline a waiting proposal, with the answer that whoever brought it reads."""
    draft = _waiting(acting, draft)
    if not answer.strip():
        raise Refused("Write an answer; whoever brought the problem reads it.")
    _answer(acting, draft, DraftState.DECLINED, answer)
    log(acting, "intake.declined", draft, {"link": draft.link_id, "answer": draft.answer})
    return draft


def _waiting(acting: Person, draft: IntakeDraft) -> IntakeDraft:
    check(acting, Act.TAKE_UP_PROPOSAL)
    check_organisation(acting, draft.organisation_id)
    draft = locked(draft)
    if draft.state != DraftState.WAITING:
        raise Refused(f"This proposal does not wait any more: {draft.get_state_display().lower()}.")
    return draft


def _answer(acting: Person, draft: IntakeDraft, state: DraftState, answer: str) -> None:
    draft.state, draft.answer = state, answer.strip()
    draft.answered_by, draft.answered_at = acting, timezone.now()
    draft.save(update_fields=["state", "answer", "answered_by", "answered_at", "use_case"])
