"""What was said on walkthroughs of a version: who walked where, how each step goes at each place, in their words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from attending.maps.drawing import Mark, Tone
from attending.maps.model import CareMap
from attending.program.models import Discipline, Site
from attending.ui import formats
from attending.ui.parts import DataTable, Status
from attending.workflow.models import Goes, StepAnswer, Walkthrough
from attending.workflow.rules.walking import walked

_DIFFERS = frozenset({Goes.DIFFERENT, Goes.NOT_DONE})


@dataclass(frozen=True, slots=True)
class Said:
    """The answers to one step at one site on one shift."""

    step: str
    site: str
    shift: str
    answers: Sequence[tuple[Walkthrough, StepAnswer]]


def who(walkthrough: Walkthrough, *, named: bool) -> str:
    """Whose walkthrough: the name only for owners who have to reply, for everybody else discipline and site."""
    speaker = Discipline(walkthrough.discipline).label
    place = f"{walkthrough.unit}, {walkthrough.site}" if walkthrough.unit else str(walkthrough.site)
    shift = f", {walkthrough.shift} shift" if walkthrough.shift else ""
    return f"{walkthrough.person}, {speaker.lower()}, {place}{shift}" if named else f"{speaker}, {place}{shift}"


def coverage(walks: Sequence[Walkthrough], disciplines: Sequence[str], sites: Sequence[Site]) -> DataTable:
    """For each site and each discipline of the map: how many have handed in, and how many still walk."""
    counted: Counter[tuple[int, str, bool]] = Counter(
        (each.site_id, each.discipline, each.handed_in_at is not None) for each in walks
    )
    others = sorted({each.discipline for each in walks} - set(disciplines))
    columns = [*disciplines, *others]

    def at(site: Site, discipline: str) -> Status:
        done, going = counted[site.pk, discipline, True], counted[site.pk, discipline, False]
        if done:
            return Status("ok", f"{done} handed in" + (f", {going} going" if going else ""))
        if going:
            return Status("pending", f"{going} asked or going")
        return Status("watch", "Nobody yet") if discipline in disciplines else Status("neutral", "Not on the map")

    rows = [[site.name, *(at(site, each) for each in columns)] for site in sites]
    headers = ["Site", *(Discipline(each).label for each in columns)]
    return DataTable(headers, rows, stacks=True)


def by_place(drawn: CareMap, walks: Sequence[Walkthrough]) -> list[Said]:
    """What was handed in, step by step in the order of the map, then by site and shift."""
    found: dict[tuple[str, str, str], list[tuple[Walkthrough, StepAnswer]]] = defaultdict(list)
    for walk in walks:
        if walk.handed_in_at is not None:
            for answer in walk.answers.all():
                found[answer.step, walk.site.name, walk.shift].append((walk, answer))
    order = {step.key: at for at, step in enumerate(drawn.steps)}
    return [Said(*key, answers=found[key]) for key in sorted(found, key=lambda key: (order[key[0]], key[1], key[2]))]


def variation(drawn: CareMap, said: Sequence[Said], *, named: bool) -> DataTable:
    """A row for each step at each site and shift: how many gave each answer, and the words; never an average."""
    rows = []
    for each in said:
        counts = Counter(answer.goes for _, answer in each.answers)
        words = "; ".join(
            f"{_words(answer)} ({_voice(walk, named=named)})" for walk, answer in each.answers if _words(answer)
        )
        rows.append(
            [
                drawn.step_of[each.step].name,
                each.site,
                each.shift or "any",
                *(formats.count(counts[goes]) for goes in Goes),
                words,
            ]
        )
    headers = ["Step", "Site", "Shift", "As drawn", "Different", "Not done", "Cannot say", "In their words"]
    return DataTable(headers, rows, numeric=(3, 4, 5, 6), stacks=True)


def differing(said: Sequence[Said]) -> tuple[list[Said], list[Said]]:
    """Those, at every place, about steps that somebody says go otherwise or could be better; and the others."""
    steps = {each.step for each in said if any(answer.goes in _DIFFERS or answer.useful for _, answer in each.answers)}
    return [each for each in said if each.step in steps], [each for each in said if each.step not in steps]


def _voice(walk: Walkthrough, *, named: bool) -> str:
    """Whose words they are, at a place that the row names already."""
    speaker = Discipline(walk.discipline).label
    return f"{walk.person}, {speaker.lower()}" if named else speaker


def _words(answer: StepAnswer) -> str:
    useful = f"Would help: {answer.useful}" if answer.useful else ""
    return ". ".join(filter(None, (answer.different.rstrip("."), useful.rstrip("."))))


def marks(drawn: CareMap, said: Sequence[Said]) -> Mapping[str, Mark]:
    """How many of those who could say say that a step goes otherwise, for the drawing."""
    counts: dict[str, Counter[bool]] = defaultdict(Counter)
    for each in said:
        for _, answer in each.answers:
            if answer.goes != Goes.CANNOT_SAY:
                counts[each.step][answer.goes in _DIFFERS] += 1
    found = {}
    for step in walked(drawn):
        differ, asked = counts[step.key][True], counts[step.key].total()
        if asked:
            words = f"{differ} of {asked} differ" if differ else f"{asked} as drawn"
            found[step.key] = Mark(Tone.WATCH if differ else Tone.OK, words)
    return found
