"""How the incidents of a use case or a deployment stand, as a finding."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from attending.analytics.catalogs.safety.duties import duties
from attending.program.models import Deployment, UseCase
from attending.program.registries.evidence import Finding, FindingState
from attending.safety.queries.incidents import of_subject
from attending.safety.rules.incidents import late, little_harm

ITEM = "incidents"
TITLE = "Incidents"


def findings(subject: UseCase | Deployment) -> Iterable[Finding]:
    """One finding. Four queries.

    Met where none is open, or all that are open did at most little harm and are in hand: somebody investigates them and
    nothing is overdue. Partial while one in hand did more harm, or nobody can say yet how much. Missing otherwise.
    """
    found = of_subject(subject)
    left = [each for each in found if each.incident.closed_at is None]
    now, today = timezone.now(), timezone.localdate()
    unowned = sum(each.incident.investigator_id is None for each in left)
    overdue = sum(bool(late(each, duties(), now, today)) for each in left)
    parts = [f"{len(found)} on record, {len(left)} open" if found else "None is on record"]
    parts += [f"{unowned} of them investigated by nobody"] if unowned else []
    parts += [f"{overdue} of them with something overdue"] if overdue else []
    grave = sum(not little_harm(each) for each in left)
    parts += [f"{grave} of them with more than mild harm, or not judged yet"] if grave else []
    in_hand = FindingState.PARTIAL if grave else FindingState.MET
    state = FindingState.MISSING if unowned or overdue else in_hand
    at = max((each.incident.reported_at for each in found), default=None)
    return [Finding(ITEM, TITLE, state, f"{', '.join(parts)}.", at, reverse("safety:incidents"))]
