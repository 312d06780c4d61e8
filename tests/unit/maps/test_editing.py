"""What a person does to a map, and why something cannot be done."""

import pytest

from attending.maps.editing import EditRefused, apply
from attending.maps.model import CareMap, Fallback, Flow, Limit
from tests.unit.maps.maps import example, small


def done(care_map, *operations):
    for operation in operations:
        care_map = apply(care_map, operation)
    return care_map


def test_a_map_is_drawn_from_nothing():
    care_map = done(
        CareMap("New"),
        {"do": "add_lane", "name": "Triage nurse", "discipline": "nursing"},
        {"do": "add_lane", "name": "Ärztin", "discipline": "medicine", "before": "triage-nurse"},
        {"do": "add_step", "lane": "triage-nurse", "kind": "start", "name": "Patient arrives"},
        {"do": "add_step", "lane": "triage-nurse", "kind": "task", "name": "Triage", "after": "patient-arrives"},
        {"do": "add_step", "lane": "arztin", "kind": "end", "name": "Triage", "after": "triage", "hand_off": "Call"},
        {"do": "add", "what": "shift", "key": "day", "fields": {"from": "07:00", "to": "15:00"}},
        {"do": "change", "what": "lane", "key": "arztin", "fields": {"capacity": {"day": 2}}},
    )
    assert [lane.key for lane in care_map.lanes] == ["arztin", "triage-nurse"]
    assert [(step.key, step.flows) for step in care_map.steps] == [
        ("patient-arrives", (Flow("triage"),)),
        ("triage", (Flow("triage-2", hand_off="Call"),)),
        ("triage-2", ()),
    ]
    assert care_map.lane_of["arztin"].people("day") == 2


def test_a_step_moves_to_another_lane_and_column_and_back():
    moved = apply(example(), {"do": "move_step", "step": "watch", "lane": "charge", "place": 8})
    assert (moved.step_of["watch"].lane, moved.step_of["watch"].place) == ("charge", 8)
    assert apply(moved, {"do": "move_step", "step": "watch", "lane": "triage", "place": None}) == example()


def test_a_flow_is_connected_changed_and_taken_out():
    care_map = small("s: {lane: a, kind: task, name: S}, t: {lane: a, kind: task, name: T}")
    care_map = apply(care_map, {"do": "connect", "from": "s", "to": "t", "when": "Late", "hand_off": "Call"})
    assert care_map.step_of["s"].flows == (Flow("t", "Late", hand_off="Call"),)
    care_map = apply(care_map, {"do": "connect", "from": "s", "to": "t", "else": True})
    assert care_map.step_of["s"].flows == (Flow("t", otherwise=True, hand_off="Call"),)
    care_map = apply(care_map, {"do": "connect", "from": "s", "to": "s", "else": True})
    assert [flow.otherwise for flow in care_map.step_of["s"].flows] == [False, True]
    care_map = apply(care_map, {"do": "connect", "from": "s", "to": "t", "hand_off": None})
    assert care_map.step_of["s"].flows[0] == Flow("t")
    care_map = apply(care_map, {"do": "disconnect", "from": "s", "to": "t"})
    assert [flow.to for flow in care_map.step_of["s"].flows] == ["s"]


def test_a_removed_step_takes_along_what_only_points_to_it():
    care_map = apply(example(), {"do": "remove", "what": "step", "key": "escalate"})
    assert care_map.step_of["review"].limit == Limit(30, "score")
    care_map = apply(care_map, {"do": "remove", "what": "step", "key": "paper"})
    assert care_map.step_of["score"].fallback == Fallback("", "Paper qSOFA card in the blue folder", downtime=True)


def test_a_removed_step_is_bridged_where_that_is_asked():
    care_map = small(
        "s: {lane: a, kind: start, name: S, next: {to: t, when: Early}},"
        "t: {lane: a, kind: task, name: T, next: [u, t]}, u: {lane: a, kind: end, name: U}"
    )
    bridged = apply(care_map, {"do": "remove", "what": "step", "key": "t", "bridge": True})
    assert bridged.step_of["s"].flows == (Flow("u", "Early"),)
    assert apply(care_map, {"do": "remove", "what": "step", "key": "t"}).step_of["s"].flows == ()


def test_names_change_and_keys_stay():
    care_map = done(
        example(),
        {"do": "rename", "what": "step", "key": "watch", "name": "Observe"},
        {"do": "rename", "what": "map", "name": "Sepsis"},
        {"do": "move_lane", "lane": "charge", "before": "triage"},
        {"do": "remove", "what": "shift", "key": "night"},
    )
    assert (care_map.title, care_map.step_of["watch"].name, care_map.lanes[0].key) == ("Sepsis", "Observe", "charge")
    assert all(lane.people("night") is None for lane in care_map.lanes)
    assert apply(care_map, {"do": "move_lane", "lane": "charge"}).lanes[-1].key == "charge"


@pytest.mark.parametrize(
    ("operation", "words"),
    [
        ({"do": "remove", "what": "lane", "key": "doctor"}, "has 3 steps, such as “Review the alert at the bedside”"),
        (
            {"do": "remove", "what": "step", "key": "score"},
            "has the hazard “Alert comes after the doctor has left the bay”",
        ),
        ({"do": "remove", "what": "step", "key": "screen"}, "has the time rule “Antibiotics within 1 h of triage”"),
        ({"do": "remove", "what": "step", "key": "watch"}, "is a barrier of “Patient with sepsis is not flagged”"),
        ({"do": "remove", "what": "step", "key": "gone"}, "There is no step “gone” in the map"),
        ({"do": "connect", "from": "treated", "to": "watch"}, "is an end: nothing follows it"),
        ({"do": "connect", "from": "watch", "to": "gone"}, "There is no step “gone”"),
        ({"do": "disconnect", "from": "watch", "to": "score"}, "No flow leads from “watch” to “score”"),
        ({"do": "add_lane", "name": "Nurse", "key": "triage"}, "There is a lane with the key “triage” already"),
        ({"do": "add_lane", "name": " "}, "expected text, this is empty"),
        ({"do": "add_lane", "name": "X", "discipline": "magic"}, "write one of medicine, nursing"),
        ({"do": "add_step", "lane": "gone", "kind": "task", "name": "X"}, "there is no lane with this key"),
        ({"do": "move_step", "step": "watch", "place": 0}, 'place: "0": expected a whole number from 1 to 1,000'),
        ({"do": "change", "what": "step", "key": "watch", "fields": {"colour": 1}}, "there is no field 'colour' here"),
        ({"do": "change", "what": "map", "fields": {"steps": {}}}, "only title and about are changed here, not steps"),
        ({"do": "change", "what": "step", "key": "watch", "fields": {"kind": "end"}}, "nothing follows an end"),
        ({"do": "change", "what": "step", "key": "watch"}, "fields: is missing"),
        ({"do": "fly"}, "write one of add, add_lane, add_step"),
        ({}, "do: is missing"),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_reason(operation, words):
    before = example()
    with pytest.raises(EditRefused) as refusal:
        apply(before, operation)
    assert words in str(refusal.value)
    assert before == example()
