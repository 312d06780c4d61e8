"""Read a map from YAML (`attending-map/1`), or from the same as plain data; all problems are told at once."""

from __future__ import annotations

import re
from datetime import time
from typing import Final

from attending.maps.entry import Entry
from attending.maps.model import (
    DISCIPLINES,
    FORMAT,
    MOST_ARROWS,
    MOST_STEPS,
    Assist,
    Authority,
    Breach,
    Capacity,
    CareMap,
    Fallback,
    Flow,
    Hazard,
    Lane,
    LaneKind,
    Limit,
    Oversight,
    Shift,
    Step,
    StepKind,
    TimeRule,
)
from attending.maps.problems import MapRefused, Problem
from attending.maps.references import Reference, dangling
from attending.maps.yaml_tree import Node, Plain, node_of, tree

CLOCK: Final = r"([01][0-9]|2[0-3]):[0-5][0-9]"
MOST_PLACES: Final = 1_000
MOST_PEOPLE: Final = 1_000
_CLOCK: Final = re.compile(CLOCK)


def read(text: str) -> CareMap:
    """The map that a text describes. Raises MapRefused with every problem: its line, path, value and expectation.

    10,000 steps take a few seconds. Cycles are fine: care has loops.
    """
    return _read(tree(text))


def plain(text: str) -> Plain:
    """The text as plain data, as a JSON Schema sees it. Raises MapRefused for what is no YAML of one map."""
    return tree(text).plain()


def lines(text: str) -> dict[str, int]:
    """The line, from 1, on which each step's key stands in the text, so that an editor can lead from a drawn step to
    its text. Raises MapRefused for what is no YAML of one map; a text that is not yet a map gives what is there.
    """
    root = tree(text).value
    steps = root.get("steps") if isinstance(root, dict) else None
    return {key: node.named for key, node in steps.value.items()} if steps and isinstance(steps.value, dict) else {}


def from_plain(document: Plain) -> CareMap:
    """The map that plain data of the same shape describes. Raises MapRefused; its problems have no lines."""
    return _read(node_of(document))


def _read(root: Node) -> CareMap:
    problems: list[Problem] = []
    if not isinstance(root.value, dict) or not root.value:
        raise MapRefused([Problem(root.line, "", "", f"expected a map of care that begins with format: {FORMAT}")])
    reader = _Reader(problems)
    care_map = reader.care_map(Entry(root, "", problems))
    problems += dangling(care_map, reader.references)
    if problems:
        raise MapRefused(problems)
    return care_map


class _Reader:
    """Builds the records; notes every reference to hold it against what there is at the end."""

    def __init__(self, problems: list[Problem]) -> None:
        self.references: list[Reference] = []
        self._problems = problems

    def care_map(self, entry: Entry) -> CareMap:
        entry.only("format", "title", "about", "shifts", "lanes", "steps", "hazards", "rules")
        entry.choice("format", (FORMAT,), required=True)
        steps = entry.entries("steps")
        if len(steps) > MOST_STEPS:
            entry.refuse("steps", f"a map has at most {MOST_STEPS:,} steps, these are {len(steps):,}")
            steps = []
        drawn = tuple(self._step(key, each) for key, each in steps)
        arrows = sum(len(step.flows) for step in drawn)
        if arrows > MOST_ARROWS:
            entry.refuse("steps", f"a map has at most {MOST_ARROWS:,} arrows between its steps, these are {arrows:,}")
        return CareMap(
            entry.text("title", required=True),
            entry.note("about"),
            tuple(_shift(key, each) for key, each in entry.entries("shifts")),
            tuple(self._lane(key, each) for key, each in entry.entries("lanes")),
            drawn,
            tuple(self._hazard(key, each) for key, each in entry.entries("hazards")),
            tuple(self._rule(key, each) for key, each in entry.entries("rules")),
        )

    def _lane(self, key: str, entry: Entry) -> Lane:
        entry.only("name", "kind", "discipline", "capacity")
        kind = LaneKind(entry.choice("kind", tuple(LaneKind)) or LaneKind.PEOPLE)
        if kind is LaneKind.SYSTEM:
            for name in ("discipline", "capacity"):
                if entry.has(name):
                    entry.refuse(name, f"a system has no {name}; take it out, or make the lane one of people")
        return Lane(
            key,
            entry.text("name", required=True),
            kind,
            entry.choice("discipline", tuple(DISCIPLINES)),
            self._capacity(entry.entry("capacity")),
        )

    def _capacity(self, entry: Entry | None) -> tuple[Capacity, ...]:
        found = []
        for shift in entry.names() if entry else ():
            people = entry.whole(shift, least=0, most=MOST_PEOPLE) if entry else None
            if entry and people is not None:
                self._refers(entry, shift, "shifts", shift)
                found.append(Capacity(shift, people))
        return tuple(found)

    def _step(self, key: str, entry: Entry) -> Step:
        entry.only(
            *("lane", "kind", "name", "note", "place", "minutes", "events", "next"),
            *("assist", "oversight", "limit", "fallback"),
        )
        kind = StepKind(entry.choice("kind", tuple(StepKind), required=True) or StepKind.TASK)
        _require_fitting(entry, kind)
        lane = entry.key("lane", required=True)
        self._refers(entry, "lane", "lanes", lane)
        return Step(
            key,
            lane,
            kind,
            entry.text("name", required=True),
            entry.note("note"),
            entry.whole("place", least=1, most=MOST_PLACES),
            entry.number("minutes"),
            entry.texts("events"),
            self._flows(entry),
            self._assist(entry.entry("assist")),
            self._oversight(entry.entry("oversight")),
            self._limit(entry.entry("limit")),
            self._fallback(entry.entry("fallback")),
        )

    def _flows(self, entry: Entry) -> tuple[Flow, ...]:
        flows: dict[str, Flow] = {}
        for each in entry.either("next", "to"):
            each.only("to", "when", "else", "hand_off")
            flow = Flow(each.key("to", required=True), each.text("when"), each.flag("else"), each.text("hand_off"))
            self._refers(each, "to", "steps", flow.to)
            if flow.when and flow.otherwise:
                each.refuse("else", "a way has a condition or is the else, not both; take one out")
            if flow.otherwise and any(other.otherwise for other in flows.values()):
                each.refuse("else", "another way of this step is the else already; give this one a condition (when)")
            if flow.to in flows:
                each.refuse("to", "two ways lead to this step; make one of them, with both conditions in its when")
            flows[flow.to] = flow
        return tuple(flows.values())

    def _assist(self, entry: Entry | None) -> Assist | None:
        if entry is None:
            return None
        entry.only("shows", "to", "form", "channel", "moment")
        to = entry.key("to")
        self._refers(entry, "to", "lanes", to)
        return Assist(entry.text("shows"), to, entry.text("form"), entry.text("channel"), entry.text("moment"))

    def _oversight(self, entry: Entry | None) -> Oversight | None:
        if entry is None:
            return None
        entry.only("of", "may", "authority")
        of = entry.keys("of")
        if not of:
            entry.refuse("of", "name the AI steps that are checked here, such as of: [score]")
        for key in of:
            self._refers(entry, "of", "assists", key)
        may = entry.choice("may", tuple(Authority))
        return Oversight(of, Authority(may) if may else None, entry.text("authority"))

    def _limit(self, entry: Entry | None) -> Limit | None:
        if entry is None:
            return None
        entry.only("minutes", "from", "on_breach")
        minutes, start = entry.number("minutes"), entry.key("from")
        if not entry.has("minutes"):
            entry.refuse("minutes", "is missing: within how many minutes")
        self._refers(entry, "from", "steps", start)
        return Limit(minutes or 1.0, start, self._breach(entry.entry("on_breach")))

    def _breach(self, entry: Entry | None) -> Breach | None:
        if entry is None:
            return None
        entry.only("step", "tell", "do")
        breach = Breach(entry.key("step"), entry.key("tell"), entry.text("do"))
        if not any(entry.has(name) for name in ("step", "tell", "do")):
            entry.refuse("do", "say what happens: the step to go to, the lane to tell, or words (do)")
        self._refers(entry, "step", "steps", breach.step)
        self._refers(entry, "tell", "lanes", breach.tell)
        return breach

    def _fallback(self, entry: Entry | None) -> Fallback | None:
        if entry is None:
            return None
        entry.only("step", "procedure", "downtime")
        found = Fallback(entry.key("step"), entry.text("procedure"), entry.flag("downtime"))
        if not any(entry.has(name) for name in ("step", "procedure")):
            entry.refuse("procedure", "say what is done instead: the step to go to, or a procedure in words")
        self._refers(entry, "step", "steps", found.step)
        return found

    def _hazard(self, key: str, entry: Entry) -> Hazard:
        entry.only("name", "step", "causes", "consequences", "barriers", "recovery")
        step = entry.key("step", required=True)
        self._refers(entry, "step", "steps", step)
        lists = (entry.texts(name) for name in ("causes", "consequences", "barriers", "recovery"))
        return Hazard(key, entry.text("name", required=True), step, *lists)

    def _rule(self, key: str, entry: Entry) -> TimeRule:
        entry.only("name", "from", "to", "within_minutes", "counts_before")
        start, end = entry.key("from", required=True), entry.key("to", required=True)
        self._refers(entry, "from", "steps", start)
        self._refers(entry, "to", "steps", end)
        minutes = entry.number("within_minutes")
        if not entry.has("within_minutes"):
            entry.refuse("within_minutes", "is missing: within how many minutes")
        return TimeRule(key, entry.text("name", required=True), start, end, minutes or 1.0, entry.flag("counts_before"))

    def _refers(self, entry: Entry, name: str, kind: str, key: str) -> None:
        if key:
            self.references.append(Reference(entry, name, kind, key))


def _require_fitting(entry: Entry, kind: StepKind) -> None:
    """Only an assist has the five rights, an end leads nowhere, and only work is checked, timed or replaced."""
    if kind is not StepKind.ASSIST and entry.has("assist"):
        entry.refuse("assist", f"a step of kind {kind} shows nothing of the AI; make it kind: assist, or take this out")
    if kind is StepKind.END and entry.has("next"):
        entry.refuse("next", "nothing follows an end; make the step a task, or take this out")
    if kind is StepKind.ASSIST and entry.has("oversight"):
        entry.refuse("oversight", "the AI cannot check itself; put this at the step of who checks")
    if kind in (StepKind.START, StepKind.END):
        for name in ("oversight", "limit", "fallback"):
            if entry.has(name):
                entry.refuse(name, f"nothing is done at a step of kind {kind}; put this at a task or a decision")


def _shift(key: str, entry: Entry) -> Shift:
    entry.only("from", "to")
    return Shift(key, _clock(entry, "from"), _clock(entry, "to"))


def _clock(entry: Entry, name: str) -> time:
    text = entry.text(name, required=True)
    if _CLOCK.fullmatch(text):
        return time.fromisoformat(text)
    if text:
        entry.refuse(name, 'expected a local time such as "07:00"')
    return time()
