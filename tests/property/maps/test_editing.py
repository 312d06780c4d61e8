"""Editing: whatever a page sends, the map stays one that can be read, or the change is refused and nothing happens."""

from hypothesis import given
from hypothesis import strategies as st

from attending.maps.difference import changes
from attending.maps.editing import EditRefused, apply
from attending.maps.lint import lint
from attending.maps.model import LaneKind, StepKind
from attending.maps.reading import read
from attending.maps.writing import write
from tests.property.maps.care_maps import KEYS, TEXTS, care_maps


@st.composite
def operations(draw, care_map):
    """One operation, mostly about what is there."""
    known = {
        "lane": list(care_map.lane_of),
        "step": list(care_map.step_of),
        "shift": [each.key for each in care_map.shifts],
        "hazard": [each.key for each in care_map.hazards],
        "rule": [each.key for each in care_map.rules],
    }
    lane, step = (st.sampled_from([*known[what], "gone"]) for what in ("lane", "step"))
    what = draw(st.sampled_from(sorted(known)))
    key = draw(st.sampled_from([*known[what], "gone"]))
    fields = st.dictionaries(
        st.sampled_from(["name", "minutes", "kind", "lane", "next", "limit", "from", "to", "step", "about", "colour"]),
        st.one_of(st.none(), TEXTS, st.integers(-1, 99), step),
        max_size=3,
    )
    return draw(
        st.sampled_from(
            [
                {"do": "add_lane", "name": draw(TEXTS), "kind": draw(st.sampled_from(LaneKind)), "before": draw(lane)},
                {"do": "add_lane", "name": draw(TEXTS), "key": draw(KEYS)},
                {
                    "do": "add_step",
                    "lane": draw(lane),
                    "kind": draw(st.sampled_from(StepKind)),
                    "name": draw(TEXTS),
                    "after": draw(st.one_of(st.none(), step)),
                },
                {"do": "add", "what": draw(st.sampled_from(["shift", "hazard", "rule"])), "fields": draw(fields)},
                {"do": "move_lane", "lane": draw(lane), "before": draw(st.one_of(st.none(), lane))},
                {"do": "move_step", "step": draw(step), "lane": draw(lane), "place": draw(st.integers(-1, 5))},
                {"do": "move_step", "step": draw(step), "place": None},
                {"do": "connect", "from": draw(step), "to": draw(step), "when": draw(st.one_of(st.none(), TEXTS))},
                {"do": "connect", "from": draw(step), "to": draw(step), "else": draw(st.booleans())},
                {"do": "disconnect", "from": draw(step), "to": draw(step)},
                {"do": "rename", "what": what, "key": key, "name": draw(TEXTS)},
                {"do": "change", "what": what, "key": key, "fields": draw(fields)},
                {"do": "remove", "what": what, "key": key, "bridge": draw(st.booleans())},
            ]
        )
    )


@given(care_maps(), st.data())
def test_every_operation_leaves_a_map_that_can_be_read(care_map, data):
    for _ in range(6):
        before = write(care_map)
        operation = data.draw(operations(care_map))
        try:
            changed = apply(care_map, operation)
        except EditRefused:
            changed = care_map
        assert write(care_map) == before
        assert read(write(changed)) == changed
        care_map = changed


@given(care_maps(), st.data())
def test_a_change_is_told_exactly_where_there_is_one(care_map, data):
    assert changes(care_map, care_map) == ()
    try:
        changed = apply(care_map, data.draw(operations(care_map)))
    except EditRefused:
        return
    assert bool(changes(care_map, changed)) == (write(changed) != write(care_map)) or sorted(write(changed)) == sorted(
        write(care_map)
    )


@given(care_maps())
def test_findings_are_about_what_is_there(care_map):
    for finding in lint(care_map):
        assert finding.step in {"", *care_map.step_of}
        assert finding.words
        assert finding.mend
