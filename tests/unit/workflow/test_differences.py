"""What differs between two maps, by subject, and the sentence ahead of it."""

from attending.maps.difference import changes
from attending.maps.editing import apply
from attending.workflow.presenters.differences import by_subject, in_short
from tests.unit.maps.maps import example


def changed(*operations):
    care_map = example()
    for operation in operations:
        care_map = apply(care_map, operation)
    return changes(example(), care_map)


def test_most_comes_first_and_a_thing_counts_once_however_much_of_it_changed():
    found = changed(
        {"do": "change", "what": "step", "key": "review", "fields": {"minutes": 90, "note": "Both shifts"}},
        {"do": "add_step", "lane": "charge", "kind": "task", "name": "Page", "after": None},
        {"do": "add_lane", "name": "Pharmacist", "discipline": "pharmacy"},
    )
    assert in_short(found) == "Most differs in the steps: 1 new, 1 changed. Then in the roles and shifts: 1 new."
    assert [(each.title, each.told, len(each.words)) for each in by_subject(found)] == [
        ("People and shifts", "1 new", 1),
        ("Steps", "1 new, 1 changed", 3),
    ]


def test_one_subject_alone_and_none():
    found = changed({"do": "remove", "what": "hazard", "key": "missed"})
    assert in_short(found) == "Only hazards: 1 gone."
    assert (in_short(()), by_subject(())) == ("", [])
