"""Who is asked to answer which concern; a constant number of queries however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from attending.program.models import Deployment, Organisation, Person, Seat
from attending.program.queries.seats import enterprise_holders, holders_of
from attending.safety.models import Concern
from attending.safety.queries.concerns import about
from attending.safety.queries.seats import first_holder
from attending.safety.rules.concerns import ANSWERERS, SHOWN, UNKNOWN_ANSWERERS


def asked(organisation: Organisation, found: Sequence[Concern]) -> dict[int, tuple[Person, ...]]:
    """For each concern's primary key, who is asked to answer it. At most three queries, none where there is none.

    The clinical owner of the AI, or whoever stands in; where nobody knows which AI, the safety officers of what is in
    use on the unit; and the chief medical information officers where nobody of these is seated.
    """
    if not found:
        return {}
    chiefs = enterprise_holders(organisation, Seat.CMIO)
    unknown = {each.code.unit_id for each in found if about(each) is None}
    known = [deployment.use_case for each in found if (deployment := about(each)) is not None]
    there: dict[int, list[int]] = defaultdict(list)
    here = list(Deployment.objects.filter(unit__in=unknown, state__in=SHOWN).select_related("use_case"))
    for deployment in here:
        there[deployment.unit_id].append(deployment.use_case_id)
    holders = holders_of([*known, *(each.use_case for each in here)])

    def of(concern: Concern) -> tuple[Person, ...]:
        deployment = about(concern)
        if deployment is not None:
            person = first_holder(holders.get(deployment.use_case_id, {}), ANSWERERS)
            return (person,) if person else chiefs
        officers = [first_holder(holders.get(pk, {}), UNKNOWN_ANSWERERS) for pk in there[concern.code.unit_id]]
        return tuple({each.pk: each for each in officers if each is not None}.values()) or chiefs

    return {each.pk: of(each) for each in found}
