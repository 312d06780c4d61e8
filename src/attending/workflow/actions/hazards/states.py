"""The states of a hazard: open, transferred to somebody else, closed."""

from __future__ import annotations

from django.db import transaction

from attending.program.actions.record import log
from attending.program.models import Person
from attending.program.rules import Refused
from attending.workflow.actions.hazards.record import held, held_open
from attending.workflow.models import Hazard, HazardState
from attending.workflow.queries.hazard_log import entry_of
from attending.workflow.queries.hazard_methods import method_of
from attending.workflow.rules.closing import keeps_open


@transaction.atomic
def transfer(acting: Person, hazard: Hazard, *, to: str, reason: str) -> Hazard:
    """Say that somebody else keeps this risk, such as the maker; ``to`` is who has taken it, in words."""
    standing = held_open(acting, hazard)
    if not to.strip() or not reason.strip():
        raise Refused("Say who has taken the risk over, and why it is theirs.")
    standing.state, standing.transferred_to = HazardState.TRANSFERRED, to.strip()
    standing.save(update_fields=["state", "transferred_to"])
    log(acting, "hazard.transferred", standing, {"to": standing.transferred_to, "reason": reason.strip()})
    return standing


@transaction.atomic
def close(acting: Person, hazard: Hazard, *, reason: str) -> Hazard:
    """Close a hazard on which nothing is left to do; refused otherwise, with all that is left."""
    standing = held_open(acting, hazard)
    if not reason.strip():
        raise Refused("Say why nothing is left to do.")
    left = keeps_open(entry_of(standing.use_case, standing.number), method_of)
    if left:
        raise Refused(" ".join(left))
    standing.state = HazardState.CLOSED
    standing.save(update_fields=["state"])
    log(acting, "hazard.closed", standing, {"reason": reason.strip()})
    return standing


@transaction.atomic
def reopen(acting: Person, hazard: Hazard, *, reason: str) -> Hazard:
    """Work on a hazard again that was closed or transferred."""
    standing = held(acting, hazard)
    if standing.state == HazardState.OPEN:
        raise Refused("This hazard is open.")
    if not reason.strip():
        raise Refused("Say what makes you open it again.")
    before = standing.state
    standing.state, standing.transferred_to = HazardState.OPEN, ""
    standing.save(update_fields=["state", "transferred_to"])
    log(acting, "hazard.reopened", standing, {"before": before, "reason": reason.strip()})
    return standing
