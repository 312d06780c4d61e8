"""Whether people stay in charge of what the AI does: who checks it, in which time, and what happens without it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from attending.maps.lint.finding import Finding, must, should
from attending.maps.model import Assist, CareMap, LaneKind, Oversight, Step, StepKind
from attending.maps.passage import Passage
from attending.maps.reach import Ahead, by_flows, onward
from attending.maps.words import listed, named


def no_oversight(care_map: CareMap) -> Iterator[Finding]:
    """Every AI step is checked by people, at a step that follows it."""
    checks: dict[str, list[Step]] = defaultdict(list)
    for check, oversight in _oversights(care_map):
        for key in oversight.of:
            if _by_people(care_map, check):
                checks[key].append(check)
    ahead = Ahead(by_flows(care_map), [each.key for found in checks.values() for each in found])
    for step in _assists(care_map):
        if not checks[step.key]:
            yield must(
                "no-oversight",
                step.key,
                f"No person checks what the AI does at “{step.name}”.",
                "Say at a later step, done by people, that it checks this one.",
            )
        elif not any(ahead.leads(step.key, each.key) for each in checks[step.key]):
            yield must(
                "no-oversight",
                step.key,
                f"“{step.name}” is checked at {named([each.name for each in checks[step.key]])}, where it never leads.",
                "Lead the work from the AI step to the check.",
            )


def oversight_by_system(care_map: CareMap) -> Iterator[Finding]:
    """Only people oversee."""
    for step, _ in _oversights(care_map):
        if not _by_people(care_map, step):
            yield must(
                "oversight-by-system",
                step.key,
                f"“{step.name}” checks the AI, but a system does it.",
                "Move it to a role of people.",
            )


def oversight_without_authority(care_map: CareMap) -> Iterator[Finding]:
    """Who oversees may do something about it."""
    for step, oversight in _oversights(care_map):
        if oversight.may is None:
            yield must(
                "oversight-without-authority",
                step.key,
                f"“{step.name}” checks the AI, but it is not said what this person may do.",
                "Say whether they may stop it, override it or advise.",
            )


def oversight_without_limit(care_map: CareMap) -> Iterator[Finding]:
    """A check has a time limit."""
    for step, _ in _oversights(care_map):
        if step.limit is None:
            yield must(
                "oversight-without-limit",
                step.key,
                f"“{step.name}” checks the AI, but there is no time within which it is done.",
                "Give it a limit in minutes, and say what happens when it passes.",
            )


def oversight_without_capacity(care_map: CareMap) -> Iterator[Finding]:
    """Whoever checks is there in every shift."""
    for step, _ in _oversights(care_map):
        lane = care_map.lane_of[step.lane]
        if lane.kind is not LaneKind.PEOPLE:
            continue
        unknown = [shift.key for shift in care_map.shifts if lane.people(shift.key) is None]
        nobody = [each.shift for each in lane.capacity if not each.people]
        if unknown or not lane.capacity:
            when = f" in {listed(unknown)}" if unknown else ""
            yield must(
                "oversight-without-capacity",
                step.key,
                f"“{step.name}” checks the AI, but it is not said how many people of {lane.name} there are{when}.",
                "Say how many of them there are on each shift.",
            )
        if nobody:
            yield must(
                "oversight-without-capacity",
                step.key,
                f"“{step.name}” checks the AI, but nobody of {lane.name} is there in {listed(nobody)}.",
                "Staff the shift, have another role check then, or let the AI rest in that shift.",
            )


def no_fallback(care_map: CareMap) -> Iterator[Finding]:
    """Every AI step has something to do instead."""
    for step in _assists(care_map):
        if step.fallback is None:
            yield must(
                "no-fallback",
                step.key,
                f"It is not said what people do when “{step.name}” is down.",
                "Give it a fallback: the step to go to, a procedure in words, or both.",
            )


def fallback_through_ai(care_map: CareMap) -> Iterator[Finding]:
    """The fallback of an AI step leads on without that step."""
    ends = [step.key for step in care_map.steps if step.kind is StepKind.END]
    passage = Passage(onward(care_map), ends)
    for step in _assists(care_map) if ends else ():
        target = step.fallback.step if step.fallback is not None else ""
        if target and (not passage.ends(target) or passage.passes(target, step.key)):
            yield must(
                "fallback-through-ai",
                step.key,
                f"The fallback of “{step.name}” leads to no end without “{step.name}” itself.",
                "Lead the fallback to a step from which care goes on without the AI.",
            )


def no_downtime(care_map: CareMap) -> Iterator[Finding]:
    """For downtime there is a procedure."""
    for step in _assists(care_map):
        if step.fallback is not None and not (step.fallback.downtime and step.fallback.procedure):
            yield should(
                "no-downtime",
                step.key,
                f"“{step.name}” has no procedure for planned downtime.",
                "Write the procedure, and say downtime: true where it is also for downtime.",
            )


def five_rights(care_map: CareMap) -> Iterator[Finding]:
    """The AI gives the right information to the right person, in the right form, channel and moment."""
    for step in _assists(care_map):
        assist = step.assist or Assist()
        missing = [
            words
            for words, said in (
                ("what it shows", assist.shows),
                ("to whom", assist.to),
                ("in which form", assist.form),
                ("through which channel", assist.channel),
                ("at which moment", assist.moment),
            )
            if not said
        ]
        if missing:
            yield must(
                "five-rights",
                step.key,
                f"Of “{step.name}” it is not said {listed(missing)}.",
                "Fill in the five rights of the assist.",
            )
        if assist.to and care_map.lane_of[assist.to].kind is LaneKind.SYSTEM:
            yield must(
                "five-rights",
                step.key,
                f"“{step.name}” is shown to a system, not to a person.",
                "Name a role of people.",
            )


def _assists(care_map: CareMap) -> Iterator[Step]:
    return (step for step in care_map.steps if step.kind is StepKind.ASSIST)


def _oversights(care_map: CareMap) -> Iterator[tuple[Step, Oversight]]:
    return ((step, step.oversight) for step in care_map.steps if step.oversight is not None)


def _by_people(care_map: CareMap, step: Step) -> bool:
    return care_map.lane_of[step.lane].kind is LaneKind.PEOPLE
