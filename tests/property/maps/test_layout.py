"""Where things stand in a drawing: no two steps overlap, all stand in their lanes, arrows go past the steps."""

from itertools import combinations, pairwise, product

from hypothesis import given
from hypothesis import strategies as st

from attending.documents.xml import read_xml
from attending.maps.drawing import Mark, Tone, draw
from attending.maps.layout import arrange
from tests.property.maps.care_maps import care_maps


@given(care_maps(most_steps=9))
def test_steps_stand_apart_in_their_lanes_and_in_the_columns_given(care_map):
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
        assert box.step.place in (None, box.column)
    assert all(left < after for (left, _), (after, _) in pairwise(layout.columns))


@given(care_maps(most_steps=9))
def test_arrows_turn_at_right_angles_pass_no_step_and_are_told_apart(care_map):
    layout = arrange(care_map)
    for route in layout.routes:
        for (x, y), (next_x, next_y) in pairwise(route.points):
            assert x == next_x or y == next_y
            for box in layout.boxes.values():
                inside = (box.left + 1 < max(x, next_x), min(x, next_x) < box.left + box.width - 1)
                within = (box.top + 1 < max(y, next_y), min(y, next_y) < box.top + box.height - 1)
                ends = box.step.key in (route.link.source, route.link.target)
                assert ends or not all((*inside, *within)), (route.link, box.step.key)
    for one, other in combinations(layout.routes, 2):
        if one.link.target != other.link.target:
            pairs = product(pairwise(one.points), pairwise(other.points))
            assert not any(lie_on_one_another(*pair) for pair in pairs), (one.link, other.link)


@given(care_maps(most_steps=9))
def test_the_labels_of_one_step_do_not_overlap(care_map):
    layout = arrange(care_map)
    for one, other in combinations(layout.routes, 2):
        if one.link.source == other.link.source and one.label.width and other.label.width:
            upper, lower = sorted((one, other), key=lambda route: route.points[0][1])
            assert upper.points[0][1] + upper.label.down <= lower.points[0][1] - lower.label.up


@given(care_maps(most_steps=9), st.booleans())
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


def lie_on_one_another(one, other):
    """Whether two straight pieces of arrows share more than a point."""
    for along, across in ((0, 1), (1, 0)):
        if one[0][across] == one[1][across] == other[0][across] == other[1][across]:
            begins = max(min(each[0][along], each[1][along]) for each in (one, other))
            ends = min(max(each[0][along], each[1][along]) for each in (one, other))
            return ends - begins > 1
    return False
