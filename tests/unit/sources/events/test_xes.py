"""XES logs: what is read, and what is refused before it can do harm."""

from __future__ import annotations

import gzip
from dataclasses import replace

import pytest

from attending.sources.events import DocumentLimits, read_event_log
from attending.sources.events.xes import DEFAULTS

from .logs import event, refused, trace, xes

ONE = trace("1", event("Triage", "2026-01-01T10:00:00.000+01:00"), event("Antibiotics", "2026-01-01T10:30:00+01:00"))
LOL = "".join(f'<!ENTITY l{i + 1} "{f"&l{i};" * 10}">' for i in range(9))


def test_traces_are_cases_and_nested_attributes_are_not_the_events_own(tmp_path):
    nested = '<string key="org:group" value="g"><string key="concept:name" value="Nested"/></string>'
    body = (
        '<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>'
        '<global scope="event"><string key="concept:name" value="UNKNOWN"/></global>'
        + ONE + trace("2", event("Triage", "2026-01-02T10:00:00Z", nested)) + trace("3")
    )  # fmt: skip
    reading = read_event_log(xes(tmp_path, body))
    assert (reading.log.cases, reading.log.events) == (2, 3)
    assert reading.log.activities == ("Antibiotics", "Triage")
    assert (reading.intake.read, reading.intake.loaded) == (3, 3)
    assert "1 of 3 traces have no event and do not count as cases." in reading.intake.warnings
    assert reading.mapping == DEFAULTS


def test_a_traces_attributes_are_those_of_its_events_wherever_they_stand(tmp_path):
    body = (
        f'<trace>{event("A", "2026-01-01T10:00Z")}<string key="site" value="North"/>'
        '<string key="concept:name" value="1"/></trace>'
    )  # fmt: skip
    log = read_event_log(xes(tmp_path, body), replace(DEFAULTS, site="case:site")).log
    assert log.attributes["site"].names == ("North",)


def test_a_packed_log_is_read_and_one_that_unpacks_to_too_much_is_not(tmp_path):
    log = tmp_path / "log.xes.gz"
    log.write_bytes(gzip.compress(xes(tmp_path, ONE).read_bytes()))
    assert read_event_log(log).log.events == 2
    log.write_bytes(gzip.compress(b"<log>" + b" " * 30 * 2**20))
    assert len(log.read_bytes()) < 50_000
    problem = refused(log, document_limits=DocumentLimits(unpacked_bytes=10 * 2**20))
    assert "log.xes.gz: The file is larger than 10 MB once unpacked" in str(problem)
    log.write_bytes(gzip.compress(b"<log>" * 1000)[:-6])
    assert "damaged or cut" in str(refused(log))


@pytest.mark.parametrize(
    "declared",
    [
        f'<!DOCTYPE lolz [<!ENTITY l0 "lol">{LOL}]><log>&l9;</log>',
        '<!DOCTYPE log [<!ENTITY x SYSTEM "file:///etc/passwd">]><log><trace>&x;</trace></log>',
        '<!DOCTYPE log SYSTEM "http://127.0.0.1:9/x.dtd"><log/>',
        '<!DOCTYPE log [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]><log/>',
    ],
    ids=["billion laughs", "external entity", "external type", "parameter entity"],
)
def test_a_document_type_is_refused_before_anything_is_expanded(tmp_path, declared):
    log = tmp_path / "log.xes"
    log.write_text(declared)
    assert "log.xes, line 1: The file declares a document type" in str(refused(log))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty (0 bytes)"),
        ("case,activity\n1,A\n", "line 1: The file is refused: it is not XML: syntax error"),
        ("<log>\n<trace>\n</log>", "line 3: The file is refused: it is not XML: mismatched tag"),
        ("<html><body/></html>", "begins with <html>"),
        ("<log>&nothing;</log>", "it is not XML: undefined entity"),
        ("<log></log>", "it has no events"),
        (f"<log>{event('A', '2026-01-01T10:00Z')}</log>", "An event stands outside of every trace"),
        ("<log>" + "<list>" * 100, "it is nested deeper than 64 levels"),
        (
            '<log><trace><event><string key="a" value="b"/></event></trace></log>',
            "No event of the log has an attribute",
        ),
    ],
)
def test_what_is_no_sound_xes_is_refused_with_its_line(tmp_path, text, words):
    log = tmp_path / "log.xes"
    log.write_text(text)
    assert words in str(refused(log))


def test_a_tag_without_end_does_not_fill_the_memory(tmp_path):
    log = tmp_path / "log.xes"
    log.write_text('<log><trace a="' + "x" * (3 * 2**20))
    assert "it has a tag longer than 1,048,576 bytes" in str(
        refused(log, document_limits=DocumentLimits(element_bytes=2**20))
    )


def test_a_bad_event_is_named_by_its_line(tmp_path):
    events = [event(f"A{i % 9}", f"2026-01-01T{i // 60:02d}:{i % 60:02d}:00Z") for i in range(200)]
    reading = read_event_log(
        xes(tmp_path, trace("1", *events, event("B", "soon")) + trace("", event("C", "2026-01-01")))
    )
    told = [(each.line, each.column, each.value) for each in reading.intake.rejections]
    assert told == [(204, "time:timestamp", "soon"), (206, "case:concept:name", None)]
    bad = tmp_path / "bad.csv"
    assert reading.intake.write_quarantine(bad) == 2
    assert "log.xes,204,time:timestamp" in bad.read_text()
