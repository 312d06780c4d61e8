"""The map's text as a JSON Schema (2020-12), for editors and other programs; what refers to what only `read` checks."""

from __future__ import annotations

from typing import Final

from attending.maps.entry import KEY, LEAST, LONGEST_LINE, LONGEST_NOTE, MOST
from attending.maps.model import DISCIPLINES, FORMAT, MOST_STEPS, Authority, LaneKind, StepKind
from attending.maps.reading import CLOCK, MOST_PEOPLE, MOST_PLACES
from attending.maps.yaml_tree import UNPRINTABLE, Plain

_PRINTABLE: Final = f"^(?![\\s\\S]*{UNPRINTABLE})[\\s\\S]*\\S[\\s\\S]*$"


def schema() -> dict[str, Plain]:
    """The schema. It accepts whatever `read` accepts, and refuses what is wrong by itself, wherever it stands."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Map of care",
        "description": f"A workflow as clinicians agree on it: lanes, steps, hazards and time rules ({FORMAT}).",
        **_fields(
            {
                "format": {"const": FORMAT},
                "title": _ref("line"),
                "about": _ref("note"),
                "shifts": _keyed("shift", "Shifts in local time."),
                "lanes": _keyed("lane", "Roles, in drawn order."),
                "steps": {**_keyed("step", "What is done, by whom, and what follows."), "maxProperties": MOST_STEPS},
                "hazards": _keyed("hazard", "What may go wrong at a step, and what holds it back."),
                "rules": _keyed("rule", "Time rules that a log is held against."),
            },
            required=["format", "title"],
        ),
        "$defs": {**_values(), **_parts(), **_details()},
    }


def _values() -> dict[str, Plain]:
    return {
        "key": {"type": "string", "pattern": f"^{KEY}$"},
        "line": {"type": "string", "maxLength": LONGEST_LINE, "pattern": _PRINTABLE},
        "note": {"type": "string", "maxLength": LONGEST_NOTE, "pattern": _PRINTABLE},
        "lines": _one_or_many("line"),
        "keys": _one_or_many("key"),
        "minutes": {"type": "number", "minimum": LEAST, "maximum": MOST},
        "clock": {"type": "string", "pattern": f"^\\s*{CLOCK}\\s*$"},
    }


def _parts() -> dict[str, Plain]:
    people: Plain = {"type": "integer", "minimum": 0, "maximum": MOST_PEOPLE}
    return {
        "shift": _fields({"from": _ref("clock"), "to": _ref("clock")}, required=["from", "to"]),
        "lane": {
            **_fields(
                {
                    "name": _ref("line"),
                    "kind": {"enum": [str(each) for each in LaneKind], "default": str(LaneKind.PEOPLE)},
                    "discipline": {"enum": list(DISCIPLINES)},
                    "capacity": {
                        "description": "People in each shift.",
                        "type": "object",
                        "additionalProperties": people,
                    },
                },
                required=["name"],
            ),
            "if": {"properties": {"kind": {"const": str(LaneKind.SYSTEM)}}, "required": ["kind"]},
            "then": _without("discipline", "capacity"),
        },
        "step": _step(),
        "hazard": _fields(
            {
                "name": _ref("line"),
                "step": _ref("key"),
                "causes": _ref("lines"),
                "consequences": _ref("lines"),
                "barriers": {**_ref("lines"), "description": "What keeps it from happening: keys of steps, or words."},
                "recovery": {**_ref("lines"), "description": "What limits its harm: keys of steps, or words."},
            },
            required=["name", "step"],
        ),
        "rule": _fields(
            {
                "name": _ref("line"),
                "from": _ref("key"),
                "to": _ref("key"),
                "within_minutes": _ref("minutes"),
                "counts_before": {"type": "boolean", "default": False},
            },
            required=["name", "from", "to", "within_minutes"],
        ),
    }


def _step() -> dict[str, Plain]:
    kinds = {each: str(each) for each in StepKind}
    quiet: list[Plain] = [kinds[StepKind.START], kinds[StepKind.END]]
    return {
        **_fields(
            {
                "lane": _ref("key"),
                "kind": {"enum": list(kinds.values())},
                "name": _ref("line"),
                "note": _ref("note"),
                "place": {
                    "description": "Column in the drawing; laid out by itself where it is not given.",
                    "type": "integer",
                    "minimum": 1,
                    "maximum": MOST_PLACES,
                },
                "minutes": {**_ref("minutes"), "description": "Usual working time."},
                "events": {**_ref("lines"), "description": "Activities of an event log that show that it was done."},
                "next": {
                    "description": "What follows.",
                    "anyOf": [_ref("way"), {"type": "array", "items": _ref("way")}],
                },
                "assist": _ref("assist"),
                "oversight": _ref("oversight"),
                "limit": _ref("limit"),
                "fallback": _ref("fallback"),
            },
            required=["lane", "kind", "name"],
        ),
        "allOf": [
            _if_kind({"not": {"const": kinds[StepKind.ASSIST]}}, _without("assist")),
            _if_kind({"const": kinds[StepKind.ASSIST]}, _without("oversight")),
            _if_kind({"const": kinds[StepKind.END]}, _without("next")),
            _if_kind({"enum": quiet}, _without("oversight", "limit", "fallback")),
        ],
    }


def _details() -> dict[str, Plain]:
    flow = _fields(
        {
            "to": _ref("key"),
            "when": _ref("line"),
            "else": {"type": "boolean"},
            "hand_off": {**_ref("line"), "description": "How the work comes to another lane."},
        },
        required=["to"],
    )
    otherwise: Plain = {"properties": {"else": {"const": True}}, "required": ["else"]}
    five = {name: _ref("line") for name in ("shows", "form", "channel", "moment")}
    return {
        "way": {"anyOf": [_ref("key"), {**flow, "if": otherwise, "then": _without("when")}]},
        "assist": {**_fields({**five, "to": _ref("key")}), "description": "The five rights of decision support."},
        "oversight": _fields(
            {"of": _ref("keys"), "may": {"enum": [str(each) for each in Authority]}, "authority": _ref("line")},
            required=["of"],
        ),
        "limit": _fields(
            {"minutes": _ref("minutes"), "from": _ref("key"), "on_breach": _ref("breach")}, required=["minutes"]
        ),
        "breach": {
            **_fields({"step": _ref("key"), "tell": _ref("key"), "do": _ref("line")}),
            "minProperties": 1,
        },
        "fallback": {
            **_fields({"step": _ref("key"), "procedure": _ref("line"), "downtime": {"type": "boolean"}}),
            "anyOf": [{"required": ["step"]}, {"required": ["procedure"]}],
        },
    }


def _fields(properties: dict[str, Plain], required: list[Plain] | None = None) -> dict[str, Plain]:
    fields: dict[str, Plain] = {"type": "object", "additionalProperties": False, "properties": properties}
    return {**fields, "required": required} if required else fields


def _keyed(name: str, description: str) -> dict[str, Plain]:
    return {
        "description": description,
        "type": "object",
        "propertyNames": _ref("key"),
        "additionalProperties": _ref(name),
    }


def _one_or_many(name: str) -> dict[str, Plain]:
    return {"anyOf": [_ref(name), {"type": "array", "items": _ref(name), "uniqueItems": True}]}


def _if_kind(kind: Plain, then: Plain) -> Plain:
    return {"if": {"properties": {"kind": kind}, "required": ["kind"]}, "then": then}


def _without(*names: str) -> Plain:
    return {"properties": dict.fromkeys(names, False)}


def _ref(name: str) -> dict[str, Plain]:
    return {"$ref": f"#/$defs/{name}"}
