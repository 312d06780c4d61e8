"""A person's own proposal: begun, saved at every step, discarded, or sent and so a use case.

A draft is its writer's own paper: the record begins when it is sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from attending.ledger.actions import take_turn
from attending.program.actions.record import check, log
from attending.program.actions.use_cases import Thesis, propose_use_case
from attending.program.models import EnterprisePriority, Person, UseCase
from attending.program.models.use_cases import Kind
from attending.program.rules import Act, NotAllowed, Refused
from attending.strategy.models import DraftState, IntakeDraft
from attending.strategy.rules.intake import ASKED, Step, answers_of, first_answers, said, steps_of, unanswered


@transaction.atomic
def begin_draft(acting: Person) -> IntakeDraft:
    """An empty draft of this person; the one there is, if nothing was written in it yet."""
    check(acting, Act.PROPOSE_USE_CASE)
    empty = IntakeDraft.objects.filter(person=acting, state=DraftState.DRAFT, answers={}).first()
    if empty is not None:
        return empty
    now = timezone.now()
    return IntakeDraft.objects.create(organisation=acting.organisation, person=acting, started_at=now, saved_at=now)


@transaction.atomic
def save_step(acting: Person, draft: IntakeDraft, step: Step, answers: Mapping[str, Any]) -> IntakeDraft:
    """Keep what was written at one step."""
    check(acting, Act.PROPOSE_USE_CASE)
    draft = own(acting, draft)
    write(draft, step, answers)
    return draft


@transaction.atomic
def discard_draft(acting: Person, draft: IntakeDraft) -> IntakeDraft:
    """Throw a draft away, with what was written in it."""
    check(acting, Act.PROPOSE_USE_CASE)
    draft = own(acting, draft)
    throw_away(draft)
    return draft


@transaction.atomic
def send_draft(acting: Person, draft: IntakeDraft) -> UseCase:
    """Make the draft a use case, with the strategic answers in it; one that was sent already stays that use case."""
    check(acting, Act.PROPOSE_USE_CASE)
    draft = own(acting, draft, sent=True)
    if draft.use_case is not None:
        return draft.use_case
    check_complete(draft)
    use_case = propose_use_case(
        acting, thesis_of(draft), priority=priority_of(draft), answers=first_answers(draft.answers)
    )
    draft.use_case, draft.state, draft.sent_at = use_case, DraftState.PROPOSED, timezone.now()
    draft.save(update_fields=["use_case", "state", "sent_at"])
    log(acting, "intake.sent", draft, {"use_case": use_case.key})
    return use_case


def own(acting: Person, draft: IntakeDraft, *, sent: bool = False) -> IntakeDraft:
    """The person's own draft, locked. Raises NotAllowed for another's, Refused for one that is no draft any more."""
    draft = locked(draft)
    if draft.person_id != acting.pk:
        raise NotAllowed("This draft is somebody else's; only its writer may open it.")
    check_open(draft, sent=sent)
    return draft


def locked(draft: IntakeDraft) -> IntakeDraft:
    """The draft as it stands now, held until the transaction ends."""
    take_turn()
    rows = IntakeDraft.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("use_case", "organisation", "link").get(pk=draft.pk)


def check_open(draft: IntakeDraft, *, sent: bool = False) -> None:
    """Raise Refused for a draft that was discarded, or that was sent (unless ``sent``)."""
    if draft.state == DraftState.DISCARDED:
        raise Refused("This draft was discarded; begin a new one.")
    if draft.state != DraftState.DRAFT and not sent:
        raise Refused("This proposal was sent; say what is to be added as clinical input on its page.")


def write(draft: IntakeDraft, step: Step, answers: Mapping[str, Any]) -> None:
    """Keep the answers of one step in a locked draft; what the step does not ask is left out."""
    written = {field: answers.get(field) for field in ASKED[step]}
    if step is Step.WHO:
        draft.name, draft.discipline, draft.place = (str(written[field] or "") for field in ASKED[step])
    else:
        draft.answers = {**draft.answers, **written}
    draft.saved_at = timezone.now()
    draft.save(update_fields=["answers", "name", "discipline", "place", "saved_at"])


def throw_away(draft: IntakeDraft) -> None:
    """Empty a locked draft for good."""
    draft.answers, draft.name, draft.discipline, draft.place = {}, "", "", ""
    draft.state = DraftState.DISCARDED
    draft.save(update_fields=["answers", "name", "discipline", "place", "state"])


def check_complete(draft: IntakeDraft) -> None:
    """Raise Refused while a step lacks what cannot be left for later."""
    missing = unanswered(answers_of(draft), steps_of(draft))
    if missing:
        raise Refused(f"Still to be answered: {', '.join(missing)}. Follow Change to each of them.")


def thesis_of(draft: IntakeDraft, *, title: str = "") -> Thesis:
    """What a complete draft proposes, under another title if one is given."""
    answers = draft.answers
    return Thesis(
        title=title.strip() or said(answers, "title"),
        kind=Kind(said(answers, "kind")),
        problem=said(answers, "problem"),
        burden_lifted=said(answers, "burden_lifted"),
        burden_added=said(answers, "burden_added"),
        alternative=said(answers, "alternative"),
    )


def priority_of(draft: IntakeDraft) -> EnterprisePriority | None:
    """The enterprise priority that the draft names, if there still is such a one."""
    number = draft.answers.get("priority")
    return EnterprisePriority.objects.filter(organisation=draft.organisation, pk=number).first() if number else None
