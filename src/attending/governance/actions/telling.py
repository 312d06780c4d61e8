"""Tell one level of an escalation: record it, in the ledger too, and write the notices."""

from __future__ import annotations

from datetime import datetime

from attending.governance.escalation_texts import Words, breach_words, drill_words
from attending.governance.models import Breach, Drill, EscalationLevel
from attending.governance.queries.escalation import escalation_of, people_to_tell, told_levels
from attending.governance.rules.escalation import Level
from attending.ledger.actions import append
from attending.notices.actions import announce, notify
from attending.program.actions.record import name_of
from attending.program.models import Person


def tell_level(subject: Breach | Drill, level: Level, now: datetime) -> EscalationLevel:
    """Tell whom the level names; runs inside a transaction that holds the breach or the drill."""
    if isinstance(subject, Breach):
        words = breach_words(subject, escalation_of(subject), level, told_levels(subject))
        of: dict[str, Breach | Drill] = {"breach": subject}
    else:
        words, of = drill_words(subject, level), {"drill": subject}
    people = people_to_tell(subject.threshold, level.tell)
    step = EscalationLevel.objects.create(level=level.number, tell=level.tell, at=now, **of)
    step.people.set(people)
    append(
        "oversight.escalated" if isinstance(subject, Breach) else "drill.escalated",
        object=name_of(subject),
        actor="system",
        payload={"level": level.number, "tell": level.tell, "people": [person.pk for person in people]},
    )
    send(subject, people, words, f"level:{level.number}", now)
    return step


def send(subject: Breach | Drill, people: list[Person], words: Words, part: str, now: datetime) -> None:
    """A notice to each of them and to every webhook; ``part`` names what of the escalation it tells."""
    key = f"{name_of(subject)}:{part}"
    for person in people:
        notify(person, subject=words.subject, body=words.body, link=words.link, key=key, now=now)
    organisation = subject.threshold.deployment.use_case.organisation
    announce(organisation, subject=words.subject, body=words.body, link=words.link, key=key, now=now)
