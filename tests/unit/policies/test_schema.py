"""The published JSON Schema says what reading refuses, wherever it can."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import jsonschema
import pytest

from attending.policies.default import default_text
from attending.policies.problems import PolicyRefused
from attending.policies.reading import read_policy
from attending.policies.schema import json_schema

PUBLISHED = Path(__file__).parents[3] / "docs" / "reference" / "policy.schema.json"
SCHEMA = jsonschema.Draft202012Validator(json_schema())


def test_what_is_published_is_what_is_checked() -> None:
    assert json.loads(PUBLISHED.read_text("utf-8")) == json_schema()


def test_it_is_a_schema_and_takes_the_default_policy() -> None:
    SCHEMA.check_schema(json_schema())
    assert list(SCHEMA.iter_errors(tomllib.loads(default_text()))) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("quorum = 3", "quorum = 0"),
        ("quorum = 3", 'quorum = "3"'),
        ('route = "full"', 'route = "long"'),
        ('"safety_officer"]', '"mayor"]'),
        ('"value-thesis"]', '"wishes"]'),
        ('tier = "high"', 'tier = "severe"'),
        ('key = "phi"', 'key = "P H I"'),
        ("[signing.exception]", "[signing.exemption]"),
        ('text = "Who acts on it?"', 'text = " "'),
        ("follow_up_within_days = 30", ""),
        ("follow_up_within_days = 30", "follow_up_within_days = 0"),
        ("expires_after_days = 180", "expires_after_days = 0"),
    ],
)
def test_it_refuses_what_reading_refuses(before: str, after: str) -> None:
    text = default_text().replace(before, after, 1)
    with pytest.raises(PolicyRefused):
        read_policy(text)
    assert list(SCHEMA.iter_errors(tomllib.loads(text)))
