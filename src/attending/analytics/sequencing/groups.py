"""What each row of the model stands for in the organisation, so that a solver's answer can be said in its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from attending.analytics.sequencing.problem import ALL_TIERS, Problem
from attending.analytics.sequencing.timeline import LimitKind, LimitPlace
from attending.analytics.sequencing.wishes import After, EitherOr, Must, Never, StartIn, Together, Wish


@dataclass(frozen=True, slots=True, order=True)
class Group:
    """Rows that stand or fall together.

    kind: a kind of limit (name: the resource, unit or tier; at its quarter), "need" (name: the initiative, other: the
    capability), "wish" (quarter: its place in the problem's list), "window" (name: the initiative, which starts once at
    most and not before its review is done), or "end" (what the plan leaves behind; never broken).
    """

    kind: Literal["resource", "change_load", "running", "live", "need", "wish", "window", "end"]
    name: str = ""
    other: str = ""
    quarter: int = -1

    @property
    def place(self) -> LimitPlace | None:
        """The limit it is, if it is one."""
        kinds: dict[str, LimitKind] = {
            "resource": "resource",
            "change_load": "change_load",
            "running": "running",
            "live": "live",
        }
        kind = kinds.get(self.kind)
        return None if kind is None else LimitPlace(kind, self.name, self.quarter)


def group_of(place: LimitPlace) -> Group:
    """The group of a limit."""
    return Group(place.kind, place.name, quarter=place.quarter)


def say_group(problem: Problem, group: Group) -> str:
    """Such as "clinician hours in 2026 Q3" or "Sepsis alert needs Vital signs feed"."""
    if group.place is not None:
        return say_place(problem, group.place)
    if group.kind == "need":
        return f"{problem.initiatives_by_key[group.name].title} needs {problem.capabilities_by_key[group.other].title}"
    if group.kind == "wish":
        return say_wish(problem, problem.wishes[group.quarter])
    if group.kind == "window":
        return f"the quarters in which {problem.initiatives_by_key[group.name].title} can start"
    return "what the plan leaves behind"


def say_place(problem: Problem, place: LimitPlace) -> str:
    """Such as "clinician hours in 2026 Q3", "change load on ICU in 2026 Q2"."""
    tier = "initiatives" if place.name == ALL_TIERS else f"initiatives of tier {place.name}"
    what = {
        "resource": place.name,
        "change_load": f"change load on {place.name}",
        "running": f"{tier} running at once",
        "live": f"{tier} in use",
    }
    return f"{what[place.kind]} in {problem.quarter(place.quarter)}"


def say_wish(problem: Problem, wish: Wish) -> str:
    """A wish in words, such as "Sepsis alert starts by 2026 Q3"."""
    titles = [problem.initiatives_by_key[key].title for key in wish.named]
    if isinstance(wish, Must):
        return f"{titles[0]} is in the plan" if wish.by is None else f"{titles[0]} starts by {problem.quarter(wish.by)}"
    if isinstance(wish, Never):
        return f"{titles[0]} is not in the plan"
    if isinstance(wish, StartIn):
        return f"{titles[0]} starts in {problem.quarter(wish.quarter)}"
    if isinstance(wish, Together):
        return (
            f"{' and '.join(titles)} start in the same quarter"
            if wish.same_quarter
            else f"all or none of {', '.join(titles)}"
        )
    if isinstance(wish, EitherOr):
        return f"at most one of {', '.join(titles)}"
    if isinstance(wish, After):
        return f"{titles[1]} starts after {titles[0]} has finished"
    raise TypeError(f"{wish!r} is not a wish.")
