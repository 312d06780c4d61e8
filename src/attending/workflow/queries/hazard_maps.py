"""What the maps of how the work is to be say about hazards: as they are drawn now, and as they were signed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from attending.maps import model
from attending.program.models import Site, UseCase
from attending.workflow.models import CareMap, MapKind, MapVersion
from attending.workflow.rules.map_text import readable

_read = lru_cache(maxsize=64)(readable)


@dataclass(frozen=True)
class Drawn:
    """The maps of a use case that can be read, each with the site it is of; that of every site (None) comes first."""

    maps: tuple[tuple[Site | None, model.CareMap], ...]

    @property
    def care_maps(self) -> tuple[model.CareMap, ...]:
        """The maps alone."""
        return tuple(care_map for _, care_map in self.maps)

    @cached_property
    def hazards(self) -> Mapping[str, model.Hazard]:
        """Hazards by key; where two maps have one, that of the first map."""
        return {each.key: each for care_map in reversed(self.care_maps) for each in care_map.hazards}

    @cached_property
    def steps(self) -> Mapping[str, model.Step]:
        """Steps by key, in drawn order; where two maps have one, that of the first map."""
        found: dict[str, model.Step] = {}
        for care_map in self.care_maps:
            for step in care_map.steps:
                found.setdefault(step.key, step)
        return found

    @property
    def assists(self) -> tuple[model.Step, ...]:
        """The points at which the AI shows something."""
        return tuple(step for step in self.steps.values() if step.kind is model.StepKind.ASSIST)

    @property
    def fallbacks(self) -> tuple[str, ...]:
        """Keys of the steps that take over when something cannot be done as drawn."""
        found = (step.fallback.step for step in self.steps.values() if step.fallback and step.fallback.step)
        return tuple(dict.fromkeys(found))

    def step_name(self, key: str) -> str:
        """The name of a step; a key that is on no map stays as it is."""
        return self.steps[key].name if key in self.steps else key

    def map_with(self, step: str) -> model.CareMap | None:
        """The first map that has a step."""
        return next((each for each in self.care_maps if step in each.step_of), None)

    def at(self, site: Site) -> Drawn:
        """The map that holds at a site: its own, or else that of every site."""
        own = tuple(each for each in self.maps if each[0] == site)
        return Drawn(own or tuple(each for each in self.maps if each[0] is None))


def drawn(use_case: UseCase) -> Drawn:
    """The maps as they are worked on now; where a draft cannot be read, as last offered. Two queries."""
    return drawn_by_use_case([use_case])[use_case.pk]


def in_force(use_case: UseCase) -> Drawn:
    """The maps as last signed, or as they are drawn where none was. Two queries."""
    return in_force_by_use_case([use_case])[use_case.pk]


def drawn_by_use_case(use_cases: Iterable[UseCase]) -> dict[int, Drawn]:
    """The same of several use cases, by primary key. Two queries."""
    return _found(use_cases, signed_first=False)


def in_force_by_use_case(use_cases: Iterable[UseCase]) -> dict[int, Drawn]:
    """The same of several use cases, by primary key. Two queries."""
    return _found(use_cases, signed_first=True)


def _found(use_cases: Iterable[UseCase], *, signed_first: bool) -> dict[int, Drawn]:
    wanted = list(use_cases)
    maps = list(
        CareMap.objects.filter(use_case__in=wanted, kind=MapKind.TO_BE).select_related("site", "draft").order_by("pk")
    )
    versions: dict[int, list[MapVersion]] = defaultdict(list)
    for version in MapVersion.objects.filter(care_map__in=maps).select_related("outcome").order_by("-number"):
        versions[version.care_map_id].append(version)
    found: dict[int, list[tuple[Site | None, model.CareMap]]] = {each.pk: [] for each in wanted}
    for care_map in sorted(maps, key=lambda each: each.site_id is not None):
        signed = [each.text for each in versions[care_map.pk] if hasattr(each, "outcome") and each.outcome.signed]
        worked_on = [care_map.draft.text] if hasattr(care_map, "draft") else []
        offered = [each.text for each in versions[care_map.pk]]
        texts = [*(signed[:1] if signed_first else []), *worked_on, *offered]
        read = next((each for text in texts if (each := _read(text)) is not None), None)
        if read is not None:
            found[care_map.use_case_id].append((care_map.site, read))
    return {pk: Drawn(tuple(each)) for pk, each in found.items()}
