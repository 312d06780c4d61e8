"""What was said on walkthroughs and what was done with it, as cards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils import timezone

from attending.maps.reading import read
from attending.program.models.clinical_input import Effect
from attending.ui import formats
from attending.ui.parts import Link, Status
from attending.workflow.models import StepAnswer, Walkthrough
from attending.workflow.presenters.walkthrough import who
from attending.workflow.rules.walking import REPLY_WITHIN, owes_reply

_EFFECTS: Final = {Effect.CHANGED: "ok", Effect.CONSIDERED: "info", Effect.DECLINED: "neutral"}


@dataclass(frozen=True, slots=True)
class SaidCard:
    """One answer: about which step, what was said by whom, and the reply or where one is written."""

    step: str
    goes: str
    different: str
    useful: str
    by: str
    when: str
    state: Status
    reply: str
    replied_by: str
    changed_in: Link | None
    reply_url: str


def cards(answers: Iterable[StepAnswer], *, named: bool) -> list[SaidCard]:
    """``answers`` with walkthrough and, where there is one, reply loaded; ``named`` for owners, who also reply."""
    names: dict[int, dict[str, str]] = {}
    found = []
    for each in answers:
        version = each.walkthrough.version
        if version.pk not in names:
            names[version.pk] = {step.key: step.name for step in read(version.text).steps}
        found.append(_card(each, names[version.pk].get(each.step, each.step), named=named))
    return found


def own_cards(walks: Iterable[Walkthrough]) -> list[SaidCard]:
    """What one person said that wants a reply, on walkthroughs they have handed in; answers and replies loaded."""
    said = [
        answer
        for walk in walks
        if walk.handed_in_at is not None
        for answer in walk.answers.all()
        if owes_reply(answer.goes, answer.useful)
    ]
    return cards(said, named=False)


def _card(answer: StepAnswer, step: str, *, named: bool) -> SaidCard:
    reply = getattr(answer, "reply", None)
    handed_in = answer.walkthrough.handed_in_at
    when = formats.date(handed_in)
    return SaidCard(
        step,
        answer.get_goes_display(),
        answer.different,
        answer.useful,
        who(answer.walkthrough, named=named),
        when,
        Status(_EFFECTS[Effect(reply.effect)], reply.get_effect_display()) if reply else _waits(answer),
        reply.words if reply else "",
        f"{reply.replied_by}, {formats.date(reply.replied_at)}" if reply else "",
        Link(f"version {reply.changed_in.number}", reverse("workflow:version", args=[reply.changed_in_id]))
        if reply and reply.changed_in
        else None,
        reverse("workflow:reply", args=[answer.pk]) if named and not reply else "",
    )


def _waits(answer: StepAnswer) -> Status:
    handed_in = answer.walkthrough.handed_in_at
    if handed_in is None:
        return Status("neutral", "Not handed in")
    due = handed_in + REPLY_WITHIN
    late = due < timezone.now()
    days = formats.days_until(timezone.localdate(due), timezone.localdate())
    return Status("watch" if late else "pending", f"Reply due {days}")
