"""What the maps require before a use case moves on: the newest version of each map to be is signed and clean."""

from __future__ import annotations

from collections.abc import Iterable

from attending.decisions.rules.statements import disciplines_in_words
from attending.maps.reading import read
from attending.program.models import Deployment, Stage, UseCase
from attending.program.models.deployments import State
from attending.workflow.models import MapKind
from attending.workflow.queries.maps import Standing, is_signed, maps_of, standings
from attending.workflow.queries.signing import unsigned_disciplines
from attending.workflow.rules.map_signing import in_words, musts


class SignedMaps:
    """A use case with a map to be goes from controls to deployment only with that map signed."""

    def before_stage(self, use_case: UseCase, to: Stage) -> Iterable[str]:
        """Nothing for a use case without a map to be, and for every other step."""
        if to != Stage.DEPLOYMENT:
            return []
        to_be = [each for each in standings(maps_of(use_case)) if each.care_map.kind == MapKind.TO_BE]
        return [sentence for each in to_be for sentence in _unmet(each)]

    def before_state(self, _deployment: Deployment, _to: State) -> Iterable[str]:
        """Nothing: a deployment rests on its workflow contract, and that on a map."""
        return []


def _unmet(standing: Standing) -> Iterable[str]:
    where = f"of {standing.care_map.site}" if standing.care_map.site else "of every site"
    newest = standing.newest
    if newest is None:
        yield f"The map to be {where} is only a draft. Offer it for signature first."
        return
    if not is_signed(newest):
        missing = disciplines_in_words(unsigned_disciplines(newest)) or "every discipline in it"
        yield f"Version {newest.number} of the map to be {where} still has to be signed by {missing}."
    found = musts(read(newest.text))
    if found:
        yield f"The map to be {where} has something to mend. {in_words(found)}"
