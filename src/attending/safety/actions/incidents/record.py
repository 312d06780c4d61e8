"""What the actions on an incident share: the right to keep it, and the row while it is open."""

from __future__ import annotations

from attending.ledger.actions import take_turn
from attending.program.actions.record import check, check_organisation
from attending.program.models import Person
from attending.program.rules import Act, Refused
from attending.safety.actions.record import check_on_unit
from attending.safety.models import Incident


def check_keeper(acting: Person, incident: Incident) -> None:
    """Raise NotAllowed unless the person may keep this incident: for its AI, for its unit, or for the enterprise."""
    check_organisation(acting, incident.organisation_id)
    if incident.deployment is not None:
        check(acting, Act.KEEP_INCIDENTS, incident.deployment.use_case)
    elif incident.unit is not None:
        check_on_unit(acting, Act.KEEP_INCIDENTS, incident.unit)
    else:
        check(acting, Act.KEEP_INCIDENTS)


def locked_open(incident: Incident) -> Incident:
    """The incident as it stands now, locked; raises Refused once it is closed."""
    take_turn()
    found = Incident.objects.select_for_update(no_key=True).get(pk=incident.pk)
    if found.closed_at is not None:
        raise Refused("This incident is closed. Report what is new as another incident that names this one.")
    return found


def check_person(incident: Incident, person: Person) -> None:
    """Raise Refused unless somebody may be asked: active, in the same organisation."""
    if person.organisation_id != incident.organisation_id or not person.active:
        raise Refused(f"{person.printed_name} cannot be asked: choose somebody active in this organisation.")
