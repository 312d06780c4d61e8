"""What changed between two versions, in words, and as marks for two drawings."""

from attending.maps.difference import ChangeKind, changes, marks
from attending.maps.drawing import Mark, Tone
from attending.maps.editing import apply
from tests.unit.maps.maps import example


def changed(*operations):
    care_map = example()
    for operation in operations:
        care_map = apply(care_map, operation)
    return care_map


def words(*operations):
    return [each.words for each in changes(example(), changed(*operations))]


def test_what_is_said_otherwise_is_told_with_before_and_after():
    assert words(
        {"do": "change", "what": "step", "key": "review", "fields": {"minutes": 90, "note": "Both shifts"}}
    ) == [
        "Note of the step “Review the alert at the bedside”: now “Both shifts”, nothing before.",
        "Working time of the step “Review the alert at the bedside”: now “1 h 30 min”, before “6 min”.",
    ]
    assert words({"do": "connect", "from": "review", "to": "antibiotics", "when": "Sepsis suspected"}) == [
        "Condition of the way from “Review the alert at the bedside” to “Order antibiotics and lactate”: now “Sepsis "
        "suspected”, before “Sepsis likely”."
    ]
    assert words({"do": "change", "what": "step", "key": "review", "fields": {"oversight": None}}) == [
        "Check of the AI of the step “Review the alert at the bedside”: no longer “Score for sepsis, may stop it, "
        "May stop the alert on this unit”."
    ]
    assert words({"do": "rename", "what": "lane", "key": "charge", "name": "Shift lead"})[0] == (
        "The role “Charge nurse” is now called “Shift lead”."
    )
    assert words({"do": "move_lane", "lane": "charge", "before": "triage"}) == [
        "The roles stand in another order: now Charge nurse, Triage nurse, Sepsis model and Emergency physician."
    ]


def test_what_came_and_went_is_told_once():
    assert words({"do": "add_lane", "name": "Pharmacist", "discipline": "pharmacy"}) == [
        "New: the role “Pharmacist” (kind: people; discipline: Pharmacy)."
    ]
    assert words({"do": "remove", "what": "step", "key": "escalate"}) == [
        "What happens when it is late of the step “Review the alert at the bedside”: no longer “Call the consultant”.",
        "Removed: the step “Call the consultant”.",
    ]
    assert words({"do": "remove", "what": "hazard", "key": "missed"}) == [
        "Removed: the hazard “Patient with sepsis is not flagged”."
    ]


def test_equal_maps_have_no_changes():
    assert changes(example(), example()) == ()


def test_marks_show_what_went_what_came_and_what_is_said_otherwise():
    after = changed(
        {"do": "remove", "what": "step", "key": "escalate"},
        {"do": "add_step", "lane": "charge", "kind": "task", "name": "Page", "after": "watch"},
        {"do": "rename", "what": "step", "key": "screen", "name": "Screen"},
        {"do": "move_step", "step": "arrive", "place": 2},
    )
    earlier, later = marks(example(), after)
    gone, same = Mark(Tone.STOP, "Removed", gone=True), Mark(Tone.WATCH, "Changed")
    assert earlier == {"escalate": gone, "escalate>antibiotics": gone, "screen": same, "review": same}
    assert later == {"page": Mark(Tone.OK, "New"), "watch>page": Mark(Tone.OK, "New"), "screen": same, "review": same}


def test_a_step_that_only_moved_in_the_drawing_is_told_and_not_marked():
    after = changed({"do": "move_step", "step": "arrive", "place": 2})
    assert [(each.kind, each.field) for each in changes(example(), after)] == [
        (ChangeKind.CHANGED, "place in the drawing")
    ]
    assert marks(example(), after) == ({}, {})
