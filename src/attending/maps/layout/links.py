"""What connects two steps: flows, the way of a fallback, and the way when a limit passes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from attending.maps.model import CareMap, Flow, Step
from attending.maps.words import duration


class LinkKind(StrEnum):
    """Why work goes from one step to the other."""

    FLOW = "flow"
    FALLBACK = "fallback"
    BREACH = "breach"


@dataclass(frozen=True, slots=True)
class Link:
    """One arrow. `words` stand above it (its condition), `hand_off` below it; `crosses` tells that the lane changes."""

    source: str
    target: str
    kind: LinkKind
    words: str = ""
    hand_off: str = ""
    crosses: bool = False

    @property
    def key(self) -> str:
        """Source and target, as an editor and a mark name a flow."""
        return f"{self.source}>{self.target}"


def links_of(care_map: CareMap) -> tuple[Link, ...]:
    """All links, by step: its flows, then where it goes when it is down or too late."""
    return tuple(link for step in care_map.steps for link in _links(care_map, step))


def _links(care_map: CareMap, step: Step) -> list[Link]:
    found = [_flow(care_map, step, each) for each in step.flows]
    if step.fallback is not None and step.fallback.step:
        found.append(_aside(care_map, step, step.fallback.step, LinkKind.FALLBACK, "If it is down"))
    if step.limit is not None and step.limit.breach is not None and step.limit.breach.step:
        words = f"After {duration(step.limit.minutes)}"
        found.append(_aside(care_map, step, step.limit.breach.step, LinkKind.BREACH, words))
    return found


def _flow(care_map: CareMap, step: Step, flow: Flow) -> Link:
    words = flow.when or ("Otherwise" if flow.otherwise else "")
    return Link(step.key, flow.to, LinkKind.FLOW, words, flow.hand_off, care_map.is_hand_off(step, flow))


def _aside(care_map: CareMap, step: Step, target: str, kind: LinkKind, words: str) -> Link:
    return Link(step.key, target, kind, words, "", care_map.step_of[target].lane != step.lane)
