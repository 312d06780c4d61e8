"""Reports to others about an incident, and its closing by somebody who did not investigate it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from attending.analytics.catalogs.safety.duties import duties
from attending.program.actions.record import log
from attending.program.models import Person
from attending.program.rules import NotAllowed, Refused
from attending.safety.actions.incidents.record import check_keeper, locked_open
from attending.safety.actions.record import clean
from attending.safety.models import DutyAnswer, DutyState, Incident
from attending.safety.queries.incidents import investigated_by, whole
from attending.safety.rules.incidents import MOST_REASON, MOST_TEXT, lacking


@transaction.atomic
def answer_duty(acting: Person, incident: Incident, duty: str, *, state: DutyState, reason: str) -> DutyAnswer:
    """Say that an incident was reported, to whom and under which number, or why it need not be."""
    check_keeper(acting, incident)
    if duty not in duties():
        raise Refused(f"The catalog has no reporting duty {duty!r}. It has: {', '.join(duties())}.")
    said = clean(reason, what="To whom and under which number, or why it does not apply,", most=MOST_REASON)
    found = locked_open(incident)
    answer = DutyAnswer.objects.create(
        incident=found, duty=duty, state=state, reason=said, answered_by=acting, answered_at=timezone.now()
    )
    log(acting, "incident.duty_answered", found, {"duty": duty, "state": str(state), "reason": said})
    return answer


@transaction.atomic
def close_incident(acting: Person, incident: Incident, *, learnt: str) -> Incident:
    """Close an incident that lacks nothing, with what was learnt: somebody who keeps it and did not investigate it."""
    check_keeper(acting, incident)
    said = clean(learnt, what="What was learnt", most=MOST_TEXT)
    found = locked_open(incident)
    # Whoever investigated it may have handed it to another since, and is no judge of it all the same.
    if acting.pk in investigated_by(found):
        raise NotAllowed("You investigated this incident, so somebody else has to close it.")
    missing = lacking(whole(found), duties())
    if missing:
        raise Refused(" ".join(missing))
    found.closed_by, found.closed_at, found.learnt = acting, timezone.now(), said
    found.save(update_fields=["closed_by", "closed_at", "learnt"])
    log(acting, "incident.closed", found, {"learnt": said})
    return found
