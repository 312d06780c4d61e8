"""Each finding: the example leaves nothing open, and one change makes exactly what it opens be told."""

import time

import pytest

from attending.maps.editing import apply
from attending.maps.lint import RULES, Weight, lint
from attending.maps.model import CareMap, Flow, Lane, LaneKind, Oversight, Step, StepKind
from tests.unit.maps.maps import DOCS, example, small


def change(key, what="step", **fields):
    return {"do": "change", "what": what, "key": key, "fields": fields}


OPENED = {
    "no-start": [change("arrive", kind="task", events=["Arrival"])],
    "no-end": [change("treated", kind="task"), change("discharge", kind="task")],
    "unreachable": [{"do": "add_step", "lane": "triage", "kind": "task", "name": "Lost"}],
    "dead-end": [{"do": "disconnect", "from": "watch", "to": "discharge"}],
    "no-way-out": [
        {"do": "disconnect", "from": "watch", "to": "discharge"},
        {"do": "connect", "from": "watch", "to": "watch"},
    ],
    "no-else": [{"do": "connect", "from": "review", "to": "watch", "when": "Sepsis unlikely"}],
    "one-way-decision": [
        {"do": "remove", "what": "hazard", "key": "missed"},
        {"do": "remove", "what": "step", "key": "watch"},
    ],
    "no-oversight": [change("review", oversight=None)],
    "oversight-by-system": [{"do": "move_step", "step": "review", "lane": "model"}],
    "oversight-without-authority": [change("review", oversight={"of": ["score"]})],
    "oversight-without-limit": [change("review", limit=None)],
    "oversight-without-capacity": [change("doctor", "lane", capacity={"day": 2, "night": 0})],
    "no-fallback": [change("score", fallback=None)],
    "fallback-through-ai": [
        {"do": "connect", "from": "paper", "to": "score"},
        {"do": "disconnect", "from": "paper", "to": "review"},
    ],
    "no-downtime": [change("score", fallback={"step": "paper"})],
    "five-rights": [change("score", assist={"shows": "Risk"})],
    "no-hazard": [{"do": "remove", "what": "hazard", "key": key} for key in ("missed", "late-alert")],
    "no-barrier": [change("missed", "hazard", barriers=None, recovery=None)],
    "common-mode": [change("missed", "hazard", recovery=["review"])],
    "late-barrier": [change("missed", "hazard", barriers=["review"])],
    "no-on-breach": [change("review", limit={"minutes": 30})],
    "breach-to-itself": [change("review", limit={"minutes": 30, "on_breach": {"step": "review"}})],
    "breach-tells-system": [change("review", limit={"minutes": 30, "on_breach": {"tell": "model"}})],
    "limit-never-starts": [change("paper", limit={"minutes": 5, "from": "review", "on_breach": {"do": "Call"}})],
    "nobody-owns": [change("charge", "lane", discipline=None)],
    "no-capacity": [change("charge", "lane", capacity=None)],
    "empty-lane": [{"do": "add_lane", "name": "Pharmacist", "discipline": "pharmacy"}],
    "hand-off-without-how": [{"do": "connect", "from": "escalate", "to": "antibiotics", "hand_off": None}],
    "no-event": [change("watch", events=None)],
    "rule-without-events": [change("antibiotics", events=None)],
}


def opened(rule):
    care_map = example()
    for operation in OPENED[rule]:
        care_map = apply(care_map, operation)
    return [each for each in lint(care_map) if each.rule == rule]


def test_the_example_leaves_nothing_open():
    assert lint(example()) == ()


def test_every_rule_is_tried_here_and_told_in_the_reference():
    assert set(OPENED) == set(RULES)
    reference = (DOCS / "reference" / "map-of-care.md").read_text(encoding="utf-8")
    assert [rule for rule in RULES if f"`{rule}`" not in reference] == []


@pytest.mark.parametrize("rule", OPENED)
def test_what_a_change_opens_is_told_with_what_to_do(rule):
    for finding in opened(rule) or pytest.fail("nothing was told"):
        assert finding.words.endswith(".")
        assert finding.mend.endswith(".")
        assert finding.step in {"", *example().step_of, "lost"}


def test_the_words_name_the_step_and_the_shift():
    (finding,) = opened("oversight-without-capacity")
    assert finding.weight is Weight.MUST
    assert finding.step == "review"
    assert finding.words == (
        "“Review the alert at the bedside” checks the AI, but nobody of Emergency physician is there in night."
    )


def test_musts_come_first():
    care_map = small("s: {lane: a, kind: task, name: S}")
    weights = [each.weight for each in lint(care_map)]
    assert weights == sorted(weights, key=[Weight.MUST, Weight.SHOULD].index)


def test_a_check_that_the_ai_step_never_reaches_does_not_count():
    care_map = small(
        "s: {lane: a, kind: start, name: S, next: [check, ai]},"
        "check: {lane: a, kind: task, name: Check, oversight: {of: ai}, next: e},"
        "ai: {lane: m, kind: assist, name: AI, next: e}, e: {lane: a, kind: end, name: E}",
        "a: {name: Nurse}, m: {name: Model, kind: system}",
    )
    assert [each.words for each in lint(care_map) if each.rule == "no-oversight"] == [
        "“AI” is checked at “Check”, where it never leads."
    ]


def test_ten_thousand_steps_with_loops_are_checked_in_seconds():
    count = 10_000
    lanes = (Lane("a", "Nurse"), Lane("m", "Model", LaneKind.SYSTEM))
    steps = tuple(
        Step(
            f"s{place}",
            "am"[place % 2],
            StepKind.ASSIST if place % 2 else StepKind.TASK,
            "Step",
            flows=tuple(Flow(f"s{to % count}") for to in {place + 1, place * 7}),
            oversight=None if place % 2 else Oversight((f"s{(place * 3 + 1) % count}",)),
        )
        for place in range(count)
    )
    begun = time.process_time()
    assert lint(CareMap("Big", lanes=lanes, steps=steps))
    assert time.process_time() - begun < 10
