"""What each change of the log shares: the right to keep it, the hazard as it stands, and who may be named."""

from __future__ import annotations

from attending.ledger.actions import take_turn
from attending.program.actions.record import check
from attending.program.models import Person
from attending.program.rules import Act, Refused
from attending.workflow.models import Hazard, HazardState


def held(acting: Person, hazard: Hazard) -> Hazard:
    """The hazard as it stands, locked; raises NotAllowed for whoever does not keep the log."""
    check(acting, Act.KEEP_HAZARDS, hazard.use_case)
    return standing(hazard)


def held_open(acting: Person, hazard: Hazard) -> Hazard:
    """The same of one that is open; raises Refused otherwise."""
    return require_open(held(acting, hazard))


def standing(hazard: Hazard) -> Hazard:
    """The hazard as it stands, locked, after waiting for one's turn."""
    take_turn()
    return Hazard.objects.select_for_update(of=("self",), no_key=True).select_related("use_case").get(pk=hazard.pk)


def require_open(hazard: Hazard) -> Hazard:
    """Raise Refused unless the hazard is open."""
    if hazard.state != HazardState.OPEN:
        raise Refused(f"This hazard is {hazard.get_state_display().lower()}; open it again before you change it.")
    return hazard


def check_owner(hazard: Hazard, owner: Person) -> None:
    """Raise Refused for somebody who could not answer for it."""
    if owner.organisation_id != hazard.use_case.organisation_id:
        raise Refused("The owner belongs to another organisation; name somebody of this one.")
    if not owner.active:
        raise Refused(f"{owner.printed_name} is no longer active; name somebody who can answer for it.")
