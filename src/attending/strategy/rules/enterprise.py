"""What can be said of a whole enterprise by its sites: never more than its weakest site allows. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from attending.strategy.rules.readiness import READY, Assessed, Level, level, lower_first


@dataclass(frozen=True, slots=True)
class Place:
    """A site as the enterprise sees it; ``found`` is None where it was never assessed."""

    name: str
    found: Assessed | None


def enterprise(places: Sequence[Place]) -> list[str]:
    """What can be said of the enterprise: never more than its weakest site allows."""
    known = [place for place in places if place.found is not None]
    if not places:
        return ["There is no site yet."]
    if not known:
        return [f"None of {len(places)} sites was assessed, so nothing is known about readiness."]
    whole = len(known) == len(places)
    return [*ready_sentences(places), *_weakest_sentences(known, whole=whole), *_pull_sentences(known)]


def ready_sentences(places: Sequence[Place]) -> list[str]:
    """How many of some sites are ready, and which were never assessed."""
    ready = sum(place.found is not None and place.found.level is Level.READY for place in places)
    told = [f"{ready} of {len(places)} sites {'is' if ready == 1 else 'are'} ready."]
    never = [place.name for place in places if place.found is None]
    return [*told, f"Never assessed: {', '.join(never)}."] if never else told


def _weakest_sentences(known: Sequence[Place], *, whole: bool) -> list[str]:
    graded = {place.name: place.found.grade for place in known if place.found and place.found.grade is not None}
    if not graded:
        return ["Nobody could grade anything at the sites that were asked."]
    lowest = min(graded.values())
    names = [name for name, grade in graded.items() if grade == lowest]
    where = f"its weakest site, {names[0]}" if len(names) == 1 else f"its weakest sites, {_listed(names)}"
    most = "is no more ready" if whole else "can be no more ready"
    return [f"The enterprise {most} than {where}: {lower_first(level(lowest))}, grade {lowest} of 4."]


def _pull_sentences(known: Sequence[Place]) -> list[str]:
    """Where enthusiasm and readiness part; nothing where fewer than two sites can be compared."""
    wants = {place.name: place.found.pull for place in known if place.found and place.found.pull is not None}
    grades: Mapping[str, int] = {
        place.name: place.found.grade for place in known if place.found and place.found.grade is not None
    }
    if len(wants) < 2 or len(grades) < 2:
        return []
    most = max(wants.values())
    keen = [name for name, pull in wants.items() if pull == most]
    if len(keen) > 1:
        return [f"{_listed(keen)} want it equally (pull {most:.1f} of 5)."]
    name, least = keen[0], min(grades.values())
    lowest = [each for each, grade in grades.items() if grade == least]
    if lowest == [name]:
        return [f"{name} wants it most (pull {most:.1f} of 5) and is ready least."]
    if name in lowest and least < READY:
        return [f"{name} wants it most (pull {most:.1f} of 5), and no site is less ready."]
    return [f"{name} wants it most (pull {most:.1f} of 5)."]


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
