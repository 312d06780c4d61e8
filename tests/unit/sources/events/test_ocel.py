"""Object-centric logs, flattened by the type of object that is the case; what becomes of shared events is told."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace

import pytest

from attending.sources.events import DocumentLimits, read_event_log
from attending.sources.events.ocel import DEFAULTS

from .logs import ocel, refused

OBJECTS = [
    {
        "id": "e1",
        "type": "encounter",
        "attributes": [
            {"name": "site", "time": "2026-01-01T00:00:00Z", "value": "North"},
            {"name": "site", "time": "2026-02-01T00:00:00Z", "value": "South"},
        ],
    },
    {"id": "e2", "type": "encounter"},
    {"id": "p1", "type": "patient"},
]
EVENTS = [
    {
        "id": "1",
        "type": "Triage",
        "time": "2026-01-01T10:00:00Z",
        "relationships": [
            {"objectId": "e1", "qualifier": ""},
            {"objectId": "e2", "qualifier": ""},
            {"objectId": "e1", "qualifier": "x"},
        ],
    },
    {
        "id": "2",
        "type": "Antibiotics",
        "time": "2026-01-01T10:30:00Z",
        "attributes": [{"name": "dose", "value": 3}],
        "relationships": [{"objectId": "e1"}, {"objectId": "p1"}],
    },
    {
        "id": "3",
        "type": "Billing",
        "time": "2026-01-01T11:00:00Z",
        "relationships": [{"objectId": "p1"}, {"objectId": "z"}],
    },
]
MAPPING = replace(DEFAULTS, object_type="encounter")


def test_an_event_of_several_cases_belongs_to_each_and_that_is_told(tmp_path):
    mapping = replace(MAPPING, site="case:site", subgroups=("dose",))
    reading = read_event_log(ocel(tmp_path, OBJECTS, EVENTS), mapping)
    assert (reading.log.cases, reading.log.events) == (2, 3)
    assert reading.log.activities == ("Antibiotics", "Triage")
    assert reading.log.attributes["site"].names == ("North",)
    assert reading.log.attributes["dose"].names == ("3",)
    assert (
        "The 3 events of the file are read as 3 events of 2 objects of type encounter. Events that belong to several "
        "of them count in each: 1. Events that belong to none do not count: 1." in reading.intake.warnings
    )
    assert "Relations that name an object which the file does not hold: 1." in reading.intake.warnings


def test_members_may_come_in_any_order_and_packed(tmp_path):
    log = tmp_path / "log.json.gz"
    document = {
        "events": EVENTS,
        "about": {"deep": [[1]], "a": None},
        "number": 12,
        "objects": OBJECTS,
        "eventTypes": [],
    }
    log.write_bytes(gzip.compress(json.dumps(document, indent=1).encode()))
    assert read_event_log(log, MAPPING).log.events == 3


def test_a_log_larger_than_a_block_is_read_whole(tmp_path):
    events = [EVENTS[1] | {"id": str(i), "type": f"A{i % 7}", "note": "x" * 300} for i in range(8_000)]
    log = ocel(tmp_path, OBJECTS, events)
    assert log.stat().st_size > 2 * 2**20
    assert read_event_log(log, MAPPING).log.events == 8_000


def test_the_type_of_the_case_is_asked_for_with_those_that_there_are(tmp_path):
    log = ocel(tmp_path, OBJECTS, EVENTS)
    assert "Map object_type to one of: encounter (2), patient (1)" in str(refused(log))
    assert "No object is of type 'order'" in str(refused(log, replace(MAPPING, object_type="order")))
    problem = refused(log, replace(MAPPING, site="ward"))
    assert "No event of the log has an attribute 'ward'. Map one of: dose, id, object, time, type" in str(problem)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty (0 bytes)"),
        ("[1, 2]", "The file is no JSON object: { is missing"),
        ('{"objects": []}', "it lacks objects or events"),
        ('{"ocel:events": {}, "ocel:objects": {}}', "The file is OCEL 1.0. Convert it to OCEL 2.0 JSON"),
        ('{"objects": [],\n"events": [{"id": 1}', "line 2: The file is no JSON: a comma or ] is missing"),
        ('{"objects": [],\n"events": [{"id": }]}', "line 2: The file is no JSON (Expecting value)"),
        ('{"objects": [1], "events": []}', "An object has no id"),
        ('{"objects": [], "events": []} x', "Text follows the end"),
        ("\N{LATIN SMALL LETTER E WITH ACUTE}", "The file is no JSON object"),
        ('{"objects": ' + "[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_ocel_is_refused_with_its_line(tmp_path, text, words):
    log = tmp_path / "log.json"
    log.write_text(text, encoding="utf-8")
    assert words in str(refused(log, MAPPING))


def test_text_that_is_not_utf8_is_refused(tmp_path):
    log = tmp_path / "log.json"
    log.write_bytes(b'{"objects": ["\xe9"]}')
    assert "not UTF-8" in str(refused(log, MAPPING))


def test_one_element_may_not_fill_the_memory(tmp_path):
    log = tmp_path / "log.json"
    log.write_text('{"objects": ["' + "x" * (3 * 2**20))
    assert "A value is longer than 1 MB" in str(
        refused(log, MAPPING, document_limits=DocumentLimits(element_bytes=2**20))
    )


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (17, "An event is no JSON object"),
        ({"relationships": {"objectId": "e1"}}, "The relationships of an event are no list"),
        ({"relationships": [{"objectId": "e1"}], "attributes": ["x"]}, "Attributes are no list of names and values"),
    ],
)
def test_an_event_of_another_shape_is_refused(tmp_path, event, words):
    assert words in str(refused(ocel(tmp_path, OBJECTS, [event]), MAPPING))


def test_an_event_without_a_time_is_set_aside_by_its_number(tmp_path):
    events = [EVENTS[1] | {"id": str(i)} for i in range(150)]
    timeless = {"id": "x", "type": "A", "relationships": [{"objectId": "e2"}]}
    reading = read_event_log(ocel(tmp_path, OBJECTS, [*events, timeless]), MAPPING)
    (told,) = reading.intake.rejections
    assert (told.line, told.column, told.rule) == (151, "time", "The time is empty")
