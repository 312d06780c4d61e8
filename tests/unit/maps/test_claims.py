"""What a map claims of an event log, and what of it no log can be held against."""

from __future__ import annotations

from datetime import time

from attending.analytics.event_log.drawn import DrawnStep, Shift, TimeRule
from attending.maps.claims import claims
from attending.maps.reading import read

TEXT = """
format: attending-map/1
title: Sepsis
shifts:
  night: {from: "23:00", to: "07:00"}
lanes:
  nurse: {name: Nurse, discipline: nursing}
steps:
  triage: {lane: nurse, kind: start, name: Triage, events: [ER Triage, Walk-in], next: score}
  score: {lane: nurse, kind: task, name: Score, next: treat}
  treat: {lane: nurse, kind: task, name: Treat, events: [Antibiotics], limit: {minutes: 90, from: triage}, next: again}
  again: {lane: nurse, kind: end, name: Triage again, events: [ER Triage]}
rules:
  abx: {name: Antibiotics within 1 h, from: triage, to: treat, within_minutes: 60, counts_before: true}
  soon: {name: Score at once, from: triage, to: score, within_minutes: 1}
  twice: {name: Triage twice, from: triage, to: again, within_minutes: 30}
"""


def test_steps_flows_rules_limits_and_shifts_are_taken_over():
    found = claims(read(TEXT))
    assert found.steps[0] == DrawnStep("triage", "Triage", ("ER Triage", "Walk-in"))
    assert found.flows == (("triage", "score"), ("score", "treat"), ("treat", "again"))
    assert found.shifts == (Shift("night", time(23), time(7)),)
    start, end = ("ER Triage", "Walk-in"), ("Antibiotics",)
    assert found.rules == (
        TimeRule("abx", "Antibiotics within 1 h", start, end, 60, counts_before=True),
        TimeRule("limit-treat", "Treat within 90 min of Triage", start, end, 90),
    )


def test_a_rule_that_no_log_can_be_held_against_is_told():
    assert claims(read(TEXT)).unchecked == (
        "Score at once cannot be checked: Score names no event. Give the step its events.",
        "Triage twice cannot be checked: Triage and Triage again share ER Triage. Give them different events.",
    )
