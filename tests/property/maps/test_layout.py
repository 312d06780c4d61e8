"""Where things stand in a drawing: no two steps overlap, all stand in their lanes, arrows go past the steps."""

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from attending.documents.xml import read_xml
from attending.maps.drawing import Mark, Tone, draw
from attending.maps.layout import arrange
from tests.property.maps.care_maps import care_maps


@given(care_maps(most_steps=12))
def test_no_two_steps_overlap_and_each_stands_in_its_lane(care_map):
    layout = arrange(care_map)
    bands = {band.lane.key: band for band in layout.bands}
    for one, other in combinations(layout.boxes.values(), 2):
        apart = one.left + one.width < other.left or other.left + other.width < one.left
        assert apart or one.top + one.height < other.top or other.top + other.height < one.top
    for box in layout.boxes.values():
        band = bands[box.step.lane]
        assert band.top < box.top
        assert box.top + box.height < band.top + band.height
        assert layout.heading < box.left
        assert box.left + box.width < layout.width


@given(care_maps(most_steps=12))
def test_a_place_that_is_given_is_kept(care_map):
    layout = arrange(care_map)
    assert all(box.column == box.step.place for box in layout.boxes.values() if box.step.place is not None)
    assert all(left < after for (left, _), (after, _) in pairwise(layout.columns))


@given(care_maps(most_steps=12))
def test_arrows_turn_at_right_angles_and_pass_no_step(care_map):
    layout = arrange(care_map)
    for route in layout.routes:
        for (x, y), (next_x, next_y) in pairwise(route.points):
            assert x == next_x or y == next_y
            for box in layout.boxes.values():
                inside = (box.left + 1 < max(x, next_x), min(x, next_x) < box.left + box.width - 1)
                within = (box.top + 1 < max(y, next_y), min(y, next_y) < box.top + box.height - 1)
                ends = box.step.key in (route.link.source, route.link.target)
                assert ends or not all((*inside, *within)), (route.link, box.step.key)


@given(care_maps(most_steps=12))
def test_the_labels_of_one_step_do_not_overlap(care_map):
    layout = arrange(care_map)
    for one, other in combinations(layout.routes, 2):
        if one.link.source == other.link.source and one.label.width and other.label.width:
            upper, lower = sorted((one, other), key=lambda route: route.points[0][1])
            assert upper.points[0][1] + upper.label.down <= lower.points[0][1] - lower.label.up


@given(care_maps(most_steps=12), st.booleans())
def test_every_drawing_is_xml_and_names_every_step_and_flow(care_map, interactive):
    marks = {step.key: Mark(Tone.WATCH, "Changed") for step in care_map.steps[:2]}
    root = read_xml(draw(care_map, marks=marks, interactive=interactive, paper=True).encode())
    elements = list(everything(root))
    assert {each.attributes["data-step"] for each in elements if "data-step" in each.attributes} == set(
        care_map.step_of
    )
    drawn = {each.attributes["data-flow"] for each in elements if each.attributes.get("data-kind") == "flow"}
    assert drawn == {f"{step.key}>{flow.to}" for step in care_map.steps for flow in step.flows}
    assert sum("tabindex" in each.attributes for each in elements) == (len(care_map.steps) if interactive else 0)
    assert not any(each.name in ("foreignObject", "style", "script") for each in elements)


def everything(element):
    yield element
    for child in element.children:
        yield from everything(child)
