"""Reply to what was said on a walkthrough: you said, we changed."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from attending.ledger.actions import take_turn
from attending.program.actions.record import check, log
from attending.program.models import Person
from attending.program.models.clinical_input import Effect
from attending.program.rules import Act, NotAllowed, Refused
from attending.workflow.models import MapVersion, StepAnswer, StepReply


@transaction.atomic
def reply(
    acting: Person, answer: StepAnswer, *, words: str, effect: Effect, changed_in: MapVersion | None = None
) -> StepReply:
    """Say once what was done with an answer; ``changed_in`` is the version that holds the change, if there was one."""
    walked = answer.walkthrough.version
    check(acting, Act.ANSWER_WALKTHROUGH, walked.care_map.use_case)
    if answer.walkthrough.person_id == acting.pk:
        raise NotAllowed("You said this yourself, so another of the owners replies to it.")
    if not words.strip():
        raise Refused("Write a reply; whoever said it will read it.")
    if effect is Effect.CHANGED:
        _require_later(walked, changed_in)
    take_turn()
    if answer.walkthrough.handed_in_at is None:
        raise Refused("This walkthrough is not handed in yet; what it says may still change.")
    if StepReply.objects.filter(answer=answer).exists():
        raise Refused("This was replied to already; the reply stands as it is.")
    written = StepReply.objects.create(
        answer=answer,
        words=words.strip(),
        effect=effect,
        changed_in=changed_in if effect is Effect.CHANGED else None,
        replied_by=acting,
        replied_at=timezone.now(),
    )
    held_by = written.changed_in_id
    log(acting, "walkthrough.replied", answer, {"effect": str(effect), "words": written.words, "changed_in": held_by})
    return written


def _require_later(walked: MapVersion, changed_in: MapVersion | None) -> None:
    later = changed_in is not None and changed_in.care_map_id == walked.care_map_id
    if changed_in is None or not later or changed_in.number <= walked.number:
        raise Refused(
            f"Name the version that holds the change: one of the same map after version {walked.number}. Change the "
            "draft and keep or offer it first."
        )
