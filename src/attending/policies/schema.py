"""The policy's text as a JSON Schema (2020-12), for editors and other programs; what refers to what ``lint`` checks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from attending.policies import reading
from attending.policies.entry import LONGEST
from attending.policies.model import FORMAT, GATES, ROUTES, TIERS
from attending.policies.vocabulary import DEPUTY, EVIDENCE, FACTS, SEATS, SIGNED

Schema = dict[str, Any]

_LINE: Final[Schema] = {"type": "string", "maxLength": LONGEST, "pattern": r"^\s*\S[^\n]*\s*$"}
_KEY: Final[Schema] = {"type": "string", "pattern": f"^{reading.KEY}$"}


def json_schema() -> Schema:
    """The schema. It accepts whatever ``read_policy`` accepts, and refuses what is wrong by itself."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Policy",
        "description": f"Who signs what, risk tiers, and what each gate asks of each tier ({FORMAT}).",
        **_fields(
            {
                "format": {"const": FORMAT},
                "version": {"type": "string", "pattern": f"^\\s*{reading.VERSION}\\s*$"},
                "signing": _keyed(SIGNED, "signing"),
                "concerns": _ref("concerns"),
                "questions": {"type": "array", "maxItems": reading.MOST_QUESTIONS, "items": _ref("question")},
                "cases": {"type": "array", "maxItems": reading.MOST_CASES, "items": _ref("case")},
                "tiers": _keyed(TIERS, "tier"),
            },
            optional=("concerns",),
        ),
        "$defs": {**_asked(), **_ruled()},
    }


def _asked() -> Schema:
    answers: Schema = {
        "description": "From the least to the most risk.",
        "type": "object",
        "minProperties": 2,
        "maxProperties": reading.MOST_ANSWERS,
        "propertyNames": _KEY,
        "additionalProperties": _LINE,
    }
    when: Schema = {
        "description": "By question: the answers for which the rule fires.",
        "type": "object",
        "propertyNames": _KEY,
        "additionalProperties": {"type": "array", "minItems": 1, "uniqueItems": True, "items": _KEY},
    }
    return {
        "question": _fields({"key": _KEY, "text": _LINE, "answers": answers}),
        "case": _fields({"key": _KEY, "tier": {"enum": list(TIERS)}, "text": _LINE, "when": when}),
    }


def _ruled() -> Schema:
    quorums = {
        "quorum": _whole(1, reading.MOST_PEOPLE),
        "clinical_quorum": _whole(0, reading.MOST_PEOPLE),
    }
    step = _fields({"after_hours": _whole(0, reading.MOST_HOURS), "tell": {"enum": [DEPUTY, *SEATS]}})
    return {
        "signing": _fields({**quorums, "answer_within_hours": _whole(0, reading.MOST_HOURS)}),
        "concerns": _fields(
            {
                "answer_within_hours": _whole(1, reading.MOST_HOURS),
                "follow_up_within_days": _whole(1, reading.MOST_DAYS),
            }
        ),
        "tier": _fields(
            {
                "review_every_days": _whole(1, reading.MOST_DAYS),
                "reopens": _words(FACTS),
                "lapse_grace_days": _whole(0, reading.MOST_DAYS),
                "pause_after_hours": {**_whole(0, reading.MOST_HOURS), "description": "0 for never."},
                "escalation": {"type": "array", "maxItems": reading.MOST_STEPS, "items": step},
                "gates": _keyed(GATES, "gate"),
            }
        ),
        "gate": _fields(
            {
                "route": {"enum": list(ROUTES)},
                "seats": _words(SEATS),
                **quorums,
                "evidence": _words(EVIDENCE),
                "answer_within_hours": _whole(1, reading.MOST_HOURS),
                "expires_after_days": _whole(1, reading.MOST_DAYS),
            }
        ),
    }


def _fields(properties: Mapping[str, Any], optional: Collection[str] = ()) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [name for name in properties if name not in optional],
        "properties": dict(properties),
    }


def _keyed(names: Iterable[str], kind: str) -> Schema:
    return _fields({name: _ref(kind) for name in names})


def _words(known: Iterable[str]) -> Schema:
    return {"type": "array", "uniqueItems": True, "items": {"enum": list(known)}}


def _whole(least: int, most: int) -> Schema:
    return {"type": "integer", "minimum": least, "maximum": most}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}
