"""Write a map as YAML, always the same text for the same map, and as plain data of the same shape."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Final

from attending.maps.model import FORMAT, CareMap, Flow, Hazard, Lane, LaneKind, Limit, Shift, Step, TimeRule
from attending.maps.yaml_tree import Plain, Scalar

_WIDTH: Final = 118
_PLAIN: Final = re.compile(r"[^\W\d_][\w .()/%+'\u2019\u2013-]*(?<! )")
_PLAIN_ALONE: Final = re.compile(r"[^\W\d_][\w .,()/%+'\u2019\u2013-]*(?<! )")
_WORDS: Final = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
_LITERAL: Final = re.compile(r"[^\t\u0085\u2028\u2029\ufeff]+\n[^\t\u0085\u2028\u2029\ufeff]+")
_ESCAPED: Final = re.compile("[\u0085\u2028\u2029\ufeff]")


def write(care_map: CareMap) -> str:
    """The map's text; reading it gives the same map."""
    lines: list[str] = []
    for name, value in plain_of(care_map).items():
        lines += _block(name, value, 0)
    return "\n".join(lines) + "\n"


def plain_of(care_map: CareMap) -> dict[str, Plain]:
    """The map as plain data, without the fields that say nothing."""
    return _said(
        {
            "format": FORMAT,
            "title": care_map.title,
            "about": care_map.about,
            "shifts": {each.key: _shift(each) for each in care_map.shifts},
            "lanes": {each.key: _lane(each) for each in care_map.lanes},
            "steps": {each.key: _step(each) for each in care_map.steps},
            "hazards": {each.key: _hazard(each) for each in care_map.hazards},
            "rules": {each.key: _rule(each) for each in care_map.rules},
        }
    )


def number(value: float) -> int | float:
    """A number as it is written: whole where it is whole."""
    return int(value) if value == int(value) else value


def _said(fields: Mapping[str, Plain]) -> dict[str, Plain]:
    return {
        name: value
        for name, value in fields.items()
        if value is not None and value is not False and value not in ("", [], {})
    }


def _shift(shift: Shift) -> Plain:
    return {"from": f"{shift.begins:%H:%M}", "to": f"{shift.ends:%H:%M}"}


def _lane(lane: Lane) -> Plain:
    return _said(
        {
            "name": lane.name,
            "kind": str(lane.kind) if lane.kind is LaneKind.SYSTEM else "",
            "discipline": lane.discipline,
            "capacity": {each.shift: each.people for each in lane.capacity},
        }
    )


def _step(step: Step) -> Plain:
    assist, oversight, fallback = step.assist, step.oversight, step.fallback
    fields: dict[str, Plain] = {
        "lane": step.lane,
        "kind": str(step.kind),
        "name": step.name,
        "note": step.note,
        "place": step.place,
        "minutes": None if step.minutes is None else number(step.minutes),
        "events": list(step.events),
    }
    said = _said(fields)
    if assist is not None:
        said["assist"] = _said(
            {
                "shows": assist.shows,
                "to": assist.to,
                "form": assist.form,
                "channel": assist.channel,
                "moment": assist.moment,
            }
        )
    if oversight is not None:
        may = "" if oversight.may is None else str(oversight.may)
        said["oversight"] = _said({"of": list(oversight.of), "may": may, "authority": oversight.authority})
    if step.limit is not None:
        said["limit"] = _limit(step.limit)
    if fallback is not None:
        said["fallback"] = _said(
            {"step": fallback.step, "procedure": fallback.procedure, "downtime": fallback.downtime}
        )
    flows = [_flow(each) for each in step.flows]
    if flows:
        said["next"] = flows[0] if len(flows) == 1 else flows
    return said


def _flow(flow: Flow) -> Plain:
    said = _said({"to": flow.to, "when": flow.when, "else": flow.otherwise, "hand_off": flow.hand_off})
    return flow.to if len(said) == 1 else said


def _limit(limit: Limit) -> Plain:
    breach = limit.breach
    said: dict[str, Plain] = {"minutes": number(limit.minutes)}
    if limit.start:
        said["from"] = limit.start
    if breach is not None:
        said["on_breach"] = _said({"step": breach.step, "tell": breach.tell, "do": breach.action})
    return said


def _hazard(hazard: Hazard) -> Plain:
    return _said(
        {
            "name": hazard.name,
            "step": hazard.step,
            "causes": list(hazard.causes),
            "consequences": list(hazard.consequences),
            "barriers": list(hazard.barriers),
            "recovery": list(hazard.recovery),
        }
    )


def _rule(rule: TimeRule) -> Plain:
    return _said(
        {
            "name": rule.name,
            "from": rule.start,
            "to": rule.end,
            "within_minutes": number(rule.minutes),
            "counts_before": rule.counts_before,
        }
    )


def _block(name: str, value: Plain, indent: int, *, dash: bool = False) -> Iterator[str]:
    """The lines of one field: inline where it fits and is no section of its own."""
    lead = " " * indent + ("- " if dash else f"{_scalar(name)}: ")
    if isinstance(value, str) and _LITERAL.fullmatch(value):
        yield f"{lead}|-"
        yield from (f"{' ' * (indent + 2)}{line}" if line else "" for line in value.split("\n"))
        return
    inline = _inline(value) if isinstance(value, list | dict) else _scalar(value, _PLAIN_ALONE)
    branches = isinstance(value, list) and len(value) > 1 and any(isinstance(each, dict) for each in value)
    sections = indent == 0 and isinstance(value, dict)
    steps = isinstance(value, dict) and "kind" in value and "lane" in value
    fits = len(lead) + len(inline) <= _WIDTH and not (sections or steps or branches)
    if fits or not isinstance(value, list | dict):
        yield f"{lead}{inline}"
        return
    yield lead.rstrip()
    if isinstance(value, dict):
        for inner, each in value.items():
            yield from _block(inner, each, indent + 2)
    else:
        for each in value:
            yield from _block("", each, indent + 2, dash=True)


def _inline(value: Plain) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_scalar(name)}: {_inline(each)}" for name, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_inline(each) for each in value) + "]"
    return _scalar(value)


def _scalar(value: Scalar, bare: re.Pattern[str] = _PLAIN) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    text = str(value)
    if bare.fullmatch(text) and text.casefold() not in _WORDS:
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found.group()):04x}", quoted)
