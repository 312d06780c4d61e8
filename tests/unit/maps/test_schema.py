"""The published schema: as the code makes it, a schema itself, and refusing what it can see."""

import json

import pytest
from jsonschema import Draft202012Validator

from attending.maps.reading import plain
from attending.maps.schema import schema
from tests.unit.maps.maps import DOCS, EXAMPLE

HEAD = "format: attending-map/1\ntitle: T\nlanes: {a: {name: A}}\n"


def test_the_published_file_is_the_schema():
    published = json.loads((DOCS / "reference" / "map.schema.json").read_text(encoding="utf-8"))
    assert published == schema(), "Write it anew: ./attending map schema -o docs/reference/map.schema.json"
    Draft202012Validator.check_schema(published)


def test_it_accepts_the_example():
    Draft202012Validator(schema()).validate(plain(EXAMPLE.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "text",
    [
        "format: attending-map/1",
        f"{HEAD}colour: red",
        f"{HEAD}shifts: {{day: {{from: 7:00, to: 15:00}}}}",
        f"{HEAD}steps: {{A: {{lane: a, kind: task, name: S}}}}",
        f"{HEAD}steps: {{s: {{lane: a, kind: sleep, name: S}}}}",
        f"{HEAD}steps: {{s: {{lane: a, kind: end, name: S, next: s}}}}",
        f"{HEAD}steps: {{s: {{lane: a, kind: task, name: S, assist: {{shows: x}}}}}}",
        f"{HEAD}steps: {{s: {{lane: a, kind: assist, name: S, oversight: {{of: s}}}}}}",
        f"{HEAD}steps: {{s: {{lane: a, kind: start, name: S, limit: {{minutes: 1}}}}}}",
        f"{HEAD}steps: {{s: {{lane: a, kind: task, name: S, minutes: 0}}}}",
        f"{HEAD}steps: {{s: {{lane: a, kind: task, name: S, next: {{to: s, when: x, else: true}}}}}}",
        f"{HEAD}hazards: {{h: {{name: H}}}}",
        "format: attending-map/1\ntitle: T\nlanes: {m: {name: M, kind: system, discipline: nursing}}",
    ],
)
def test_it_refuses_what_is_wrong_by_itself(text):
    assert not Draft202012Validator(schema()).is_valid(plain(text))
