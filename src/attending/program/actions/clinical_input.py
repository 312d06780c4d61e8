"""Give clinical input, and answer it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from attending.ledger.actions import take_turn
from attending.program.actions.record import check, log
from attending.program.models import ClinicalInput, Person, UseCase
from attending.program.models.clinical_input import About, Effect
from attending.program.rules import Act, Refused


@transaction.atomic
def give_input(acting: Person, use_case: UseCase, about: About, said: str) -> ClinicalInput:
    """Say something about fit, risk, workflow reality or usefulness. Anyone active may."""
    check(acting, Act.GIVE_INPUT, use_case)
    if not said.strip():
        raise Refused("Write what you want the owners to know.")
    record = ClinicalInput.objects.create(
        use_case=use_case,
        person=acting,
        discipline=acting.discipline,
        about=about,
        said=said.strip(),
        given_at=timezone.now(),
    )
    log(acting, "clinical_input.given", record, {"use_case": use_case.key, "about": str(about), "said": record.said})
    return record


@transaction.atomic
def answer_input(acting: Person, given: ClinicalInput, *, answer: str, effect: Effect) -> ClinicalInput:
    """Answer a piece of clinical input once, saying what was changed because of it."""
    check(acting, Act.ANSWER_INPUT, given.use_case)
    take_turn()
    record = ClinicalInput.objects.select_for_update(no_key=True).get(pk=given.pk)
    if record.effect is not None:
        raise Refused("This input was answered already; give new input if there is more to say.")
    if not answer.strip():
        raise Refused("Write an answer; the person who spoke will read it.")
    record.answer, record.effect = answer.strip(), effect
    record.answered_by, record.answered_at = acting, timezone.now()
    record.save(update_fields=["answer", "effect", "answered_by", "answered_at"])
    log(acting, "clinical_input.answered", record, {"effect": str(effect), "answer": record.answer})
    return record
