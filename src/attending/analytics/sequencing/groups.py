"""What each row of the model stands for in the organisation, so that a solver's answer can be said in its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from attending.analytics.sequencing.timeline import LimitKind, LimitPlace


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
