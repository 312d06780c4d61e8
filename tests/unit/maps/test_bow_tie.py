"""The bow-tie of a step, from its hazards and from what the map itself provides."""

import pytest

from attending.maps.bow_tie import bow_tie, common_mode
from attending.maps.editing import apply
from tests.unit.maps.maps import example


def test_threats_and_consequences_come_from_the_hazards_with_their_barriers():
    tie = bow_tie(example(), "score")
    assert tie.top_event == "“Score for sepsis” fails: wrong, late or silent"
    assert [line.name for line in tie.threats] == [
        "Vital signs charted late",
        "Form saved only at the end of triage",
        "Atypical presentation",
    ]
    assert [barrier.name for barrier in tie.threats[0].barriers] == ["Vital signs from the monitor"]
    assert [line.name for line in tie.consequences] == ["Antibiotics delayed", "Shock not noticed"]


def test_a_consequence_of_two_hazards_is_one_line_with_the_barriers_of_both():
    line = bow_tie(example(), "score").consequences[0]
    assert line.hazards == ("late-alert", "missed")
    assert [barrier.name for barrier in line.barriers] == [
        "Review the alert at the bedside",
        "Hourly nurse round",
        "After 30 min: Call the consultant",
        "Fallback: Paper qSOFA card in the blue folder",
        "Observe every hour",
    ]
    assert [barrier.kind for barrier in line.barriers] == ["human", "other", "other", "other", "human"]


def test_one_hazard_is_the_top_event_itself():
    care_map = apply(example(), {"do": "remove", "what": "hazard", "key": "missed"})
    assert bow_tie(care_map, "score").top_event == "Alert comes after the doctor has left the bay"


def test_a_check_that_several_hazards_count_on_is_common_mode():
    assert common_mode(example()) == ()
    fields = {"barriers": ["review", "Hourly nurse round"], "recovery": ["review"]}
    care_map = apply(example(), {"do": "change", "what": "hazard", "key": "missed", "fields": fields})
    assert [(each.step, each.name, len(each.hazards)) for each in common_mode(care_map)] == [
        ("review", "Review the alert at the bedside", 2),
        ("", "Hourly nurse round", 2),
    ]
    assert {
        barrier.name for line in bow_tie(care_map, "score").threats for barrier in line.barriers if barrier.shared
    } == {
        "Review the alert at the bedside",
        "Hourly nurse round",
    }


def test_what_a_system_does_is_no_common_mode_of_people():
    fields = {"recovery": ["score"]}
    care_map = example()
    for key in ("missed", "late-alert"):
        care_map = apply(care_map, {"do": "change", "what": "hazard", "key": key, "fields": fields})
    assert common_mode(care_map) == ()


def test_a_step_that_is_not_there_has_no_bow_tie():
    with pytest.raises(KeyError):
        bow_tie(example(), "nothing")
