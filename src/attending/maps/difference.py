"""What changed between two versions of a map, in words a ward can talk about, and as marks for two drawings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from attending.maps import facts
from attending.maps.drawing.marks import Mark, Tone
from attending.maps.facts import Facts
from attending.maps.model import CareMap
from attending.maps.words import listed


class ChangeKind(StrEnum):
    """Whether something came, went, or is said otherwise."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `what` is map, shift, lane, step, flow, hazard or rule; `key` its key, of a flow such as
    "review>watch"; `field` the words for the field, "" where the whole came or went; `before` and `after` in words.
    """

    kind: ChangeKind
    what: str
    key: str
    field: str
    before: str
    after: str
    words: str


@dataclass(frozen=True, slots=True)
class _Part:
    """One thing of a map: how it is called in a sentence, and what is said of it."""

    called: str
    facts: Facts


def changes(before: CareMap, after: CareMap) -> tuple[Change, ...]:
    """All changes, thing by thing in the order of the later map, what went last. Equal maps have none. The ways to and
    from a step that was removed go with it, and are not named.
    """
    found = _all(before, after)
    gone = {each.key for each in found if (each.what, each.kind) == ("step", ChangeKind.REMOVED)}
    return tuple(each for each in found if each.what != "flow" or not gone & set(each.key.split(">")))


def marks(before: CareMap, after: CareMap) -> tuple[dict[str, Mark], dict[str, Mark]]:
    """Marks for a drawing of each version, side by side: what went in the earlier one, what came in the later one, and
    what is said otherwise in both. A step that only moved in the drawing is not marked.
    """
    earlier: dict[str, Mark] = {}
    later: dict[str, Mark] = {}
    for change in _all(before, after):
        key = change.key
        if change.what in ("hazard", "rule", "lane", "shift", "map") or change.field == facts.PLACE:
            continue
        if change.kind is ChangeKind.ADDED:
            later[key] = Mark(Tone.OK, "New")
        elif change.kind is ChangeKind.REMOVED:
            earlier[key] = Mark(Tone.STOP, "Removed", gone=True)
        else:
            earlier[key] = later[key] = Mark(Tone.WATCH, "Changed")
    return earlier, later


def _all(before: CareMap, after: CareMap) -> list[Change]:
    found = list(_order(before, after))
    olds, news = _parts(before), _parts(after)
    for what, new in news.items():
        old = olds[what]
        for key, part in new.items():
            found += _changed(what, key, old[key], part) if key in old else [_added(what, key, part)]
        found += [_removed(what, key, part) for key, part in old.items() if key not in new]
    return found


def _order(before: CareMap, after: CareMap) -> Iterator[Change]:
    """Whether the lanes that both maps have stand in another order."""
    old = [each.name for each in before.lanes if each.key in after.lane_of]
    orders = [[each.key for each in one.lanes if each.key in other.lane_of] for one, other in _both(before, after)]
    if orders[0] != orders[1]:
        new = [each.name for each in after.lanes if each.key in before.lane_of]
        words = f"The roles stand in another order: now {listed(new)}."
        yield Change(ChangeKind.CHANGED, "map", "", "order of roles", listed(old), listed(new), words)


def _both(before: CareMap, after: CareMap) -> tuple[tuple[CareMap, CareMap], tuple[CareMap, CareMap]]:
    return (before, after), (after, before)


def _added(what: str, key: str, part: _Part) -> Change:
    said = _summary(part.facts)
    return Change(ChangeKind.ADDED, what, key, "", "", said, f"New: {part.called}{f' ({said})' if said else ''}.")


def _removed(what: str, key: str, part: _Part) -> Change:
    said = _summary(part.facts)
    return Change(ChangeKind.REMOVED, what, key, "", said, "", f"Removed: {part.called}.")


def _changed(what: str, key: str, old: _Part, new: _Part) -> Iterator[Change]:
    for field, after in new.facts.items():
        before = old.facts[field]
        if before == after:
            continue
        if field == "name":
            words = f"{old.called} is now called “{after}”."
        else:
            words = _words(f"{field} of {new.called}", before, after)
        yield Change(ChangeKind.CHANGED, what, key, field, before, after, words[0].upper() + words[1:])


def _words(what: str, before: str, after: str) -> str:
    if not before:
        return f"{what}: now “{after}”, nothing before."
    if not after:
        return f"{what}: no longer “{before}”."
    return f"{what}: now “{after}”, before “{before}”."


def _summary(said: Facts) -> str:
    return "; ".join(
        f"{field}: {words}" for field, words in said.items() if words and field not in ("name", facts.PLACE)
    )


def _parts(care_map: CareMap) -> Mapping[str, Mapping[str, _Part]]:
    steps = care_map.step_of
    return {
        "map": {"": _Part("the map", facts.of_map(care_map))},
        "shift": {each.key: _Part(f"the shift “{each.key}”", facts.of_shift(each)) for each in care_map.shifts},
        "lane": {each.key: _Part(f"the role “{each.name}”", facts.of_lane(each)) for each in care_map.lanes},
        "step": {each.key: _Part(f"the step “{each.name}”", facts.of_step(care_map, each)) for each in care_map.steps},
        "flow": {
            f"{step.key}>{flow.to}": _Part(
                f"the way from “{step.name}” to “{steps[flow.to].name}”", facts.of_flow(flow)
            )
            for step in care_map.steps
            for flow in step.flows
        },
        "hazard": {
            each.key: _Part(f"the hazard “{each.name}”", facts.of_hazard(care_map, each)) for each in care_map.hazards
        },
        "rule": {
            each.key: _Part(f"the time rule “{each.name}”", facts.of_rule(care_map, each)) for each in care_map.rules
        },
    }
