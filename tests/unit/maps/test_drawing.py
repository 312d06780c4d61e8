"""The drawing: what it says without colour, to a screen reader, to an editor and on paper."""

import re
import time

import pytest

from attending.documents.xml import read_xml
from attending.maps.bow_tie import bow_tie
from attending.maps.drawing import Mark, Tone, draw, draw_bow_tie, draw_heads, draw_sheets
from attending.maps.editing import apply
from attending.maps.layout import LinkKind, arrange
from attending.maps.model import CareMap, Flow, Lane, Step, StepKind
from tests.unit.maps.maps import example, small


def everything(svg):
    waiting = [read_xml(svg.encode())]
    while waiting:
        element = waiting.pop()
        yield element
        waiting += element.children


def test_it_names_itself_and_tells_each_step_in_a_sentence():
    root = read_xml(draw(example(), paper=True).encode())
    title, told = root.children[:2]
    assert (root.attributes["role"], title.text) == ("img", "Sepsis alert in the emergency department")
    assert root.attributes["aria-labelledby"] == title.attributes["id"]
    assert root.attributes["aria-describedby"] == told.attributes["id"]
    assert told.text.startswith(
        "10 steps. Roles from top to bottom: Triage nurse, Sepsis model, Emergency physician and"
    )
    assert (
        "Decision: Review the alert at the bedside, Emergency physician; checks Score for sepsis, may stop it; "
        "takes 6 min; within 30 min; then Order antibiotics and lactate when Sepsis likely and otherwise Observe every "
        "hour."
    ) in told.text


def test_each_step_can_be_focused_only_where_that_is_asked():
    assert "tabindex" not in draw(example())
    svg = draw(example(), interactive=True)
    assert svg.count('tabindex="0"') == svg.count('role="button"') == 10
    assert svg.startswith("<svg viewBox")
    assert 'role="group"' in svg
    assert svg.count("data-place=") == 10 + len(arrange(example()).columns)


def test_on_a_page_colours_are_custom_properties_and_on_paper_fixed():
    assert not re.search(r'(fill|stroke)="#', draw(example()))
    assert "var(--accent, #0f5b63)" in draw(example())
    assert "var(" not in draw(example(), paper=True)
    assert " style=" not in draw(example())


def test_fallbacks_and_breaches_are_dashed_and_named():
    svg = draw(example())
    found = dict(re.findall(r'data-flow="([^"]+)" data-from="[^"]+" data-to="[^"]+" data-kind="(\w+)"', svg))
    assert {key for key, kind in found.items() if kind == "fallback"} == {"score&gt;paper"}
    assert {key for key, kind in found.items() if kind == "breach"} == {"review&gt;escalate"}
    assert "If it is down" in svg
    assert "After 30 min" in svg


def test_a_mark_has_words_beside_its_colour():
    svg = draw(example(), marks={"review": Mark(Tone.WATCH, "Changed"), "review>watch": Mark(Tone.STOP, gone=True)})
    assert re.search(r"<tspan[^>]*>Changed</tspan>", svg)
    assert "<title>Changed. Decision: Review" in svg
    assert svg.count("var(--stop, ") > 1


def test_text_from_a_map_is_only_ever_text():
    care_map = small("s: {lane: a, kind: task, name: '<script>&\"x'}")
    svg = draw(care_map, title="</svg><b>", interactive=True)
    assert "<script>" not in svg
    assert "<b>" not in svg


def test_a_name_of_any_length_stays_in_its_shape():
    care_map = small(
        f"s: {{lane: a, kind: decision, name: '{'Long ' * 39}'}}, t: {{lane: a, kind: task, name: {'x' * 200}}}"
    )
    layout = arrange(care_map)
    assert all(len(box.card.name) == 4 and box.card.name[-1].endswith("…") for box in layout.boxes.values())
    assert all(box.height == 4 * 15 + 20 for box in layout.boxes.values())


def test_columns_follow_the_work_and_loops_go_back_over_the_top():
    layout = arrange(
        small(
            "s: {lane: a, kind: start, name: S, next: t}, t: {lane: a, kind: task, name: T, next: [u, s, t]},"
            "u: {lane: a, kind: end, name: U}"
        )
    )
    assert [layout.boxes[key].column for key in "stu"] == [1, 2, 3]
    back = {route.link.target: route for route in layout.routes if route.link.key in ("t>s", "t>t")}
    for target, route in back.items():
        assert min(y for _, y in route.points) < layout.boxes[target].top
    straight = next(route for route in layout.routes if route.link.key == "t>u")
    assert len({y for _, y in straight.points}) == 1


def test_a_place_is_kept_and_empty_columns_are_narrow():
    layout = arrange(apply(example(), {"do": "move_step", "step": "arrive", "place": 9}))
    assert layout.boxes["arrive"].column == 9
    assert layout.columns[0][1] < layout.columns[8][1]


def test_an_unconnected_way_in_stands_beside_what_it_leads_to():
    layout = arrange(
        small(
            "s: {lane: a, kind: start, name: S, next: t}, t: {lane: a, kind: task, name: T, next: u},"
            "u: {lane: a, kind: end, name: U}, w: {lane: a, kind: task, name: W, next: u}"
        )
    )
    assert layout.boxes["w"].column == 2


def test_an_empty_map_and_an_empty_lane_are_drawn():
    assert draw(CareMap("Nothing yet")).startswith("<svg")
    assert "Nurse" in draw(CareMap("Begun", lanes=(Lane("a", "Nurse"),)))


@pytest.mark.parametrize(
    "after",
    [
        lambda at: [at + 1, 0],
        pytest.param(lambda at: [at + 1], marks=pytest.mark.slow),
        pytest.param(lambda at: [at + 1, at // 2, at + 40], marks=pytest.mark.slow),
        pytest.param(lambda at: range(1, 10_000) if at == 0 else [0], marks=pytest.mark.slow),
    ],
    ids=["loops", "chain", "far", "star"],
)
def test_ten_thousand_steps_are_laid_out_in_seconds(after):
    count = 10_000
    lanes = tuple(Lane(f"l{place}", "Lane") for place in range(5))
    flows = [tuple(Flow(f"s{to}") for to in dict.fromkeys(after(at)) if to < count) for at in range(count)]
    steps = tuple(Step(f"s{at}", f"l{at % 5}", StepKind.TASK, "Step", flows=each) for at, each in enumerate(flows))
    begun = time.process_time()
    layout = arrange(CareMap("Big", lanes=lanes, steps=steps))
    assert time.process_time() - begun < 20
    assert len(layout.boxes) == count


def test_links_are_flows_fallbacks_and_breaches():
    kinds = [route.link.kind for route in arrange(example()).routes]
    assert [kinds.count(kind) for kind in LinkKind] == [9, 1, 1]


def test_a_bow_tie_shows_each_cause_barrier_and_consequence():
    svg = draw_bow_tie(bow_tie(example(), "score"), paper=True)
    texts = " ".join(each.text for each in everything(svg) if each.name == "tspan")
    for words in ("Vital signs charted", "Yearly review of the", "Shock not noticed", "A person checks", "Recovery"):
        assert words in texts
    assert "Antibiotics delayed (Review the alert at the bedside, Hourly nurse round" in svg


def test_a_bow_tie_of_a_step_without_hazards_is_drawn():
    assert "“Order antibiotics and lactate” fails" in draw_bow_tie(bow_tie(example(), "antibiotics"))


def test_sheets_are_narrow_enough_and_show_every_step_whole():
    boxes = arrange(example()).boxes.values()
    shown = set()
    for sheet in draw_sheets(example(), room=900):
        root = read_xml(sheet.encode())
        assert float(root.attributes["width"]) <= 900
        window = next(each for each in root.children if each.name == "svg")
        left, _, wide, _ = map(float, window.attributes["viewBox"].split())
        shown |= {box.step.key for box in boxes if left < box.left and box.left + box.width < left + wide}
    assert shown == set(example().step_of)
    assert len(draw_sheets(example(), room=10_000)) == 1


def test_a_column_wider_than_a_sheet_is_whole_on_one_of_its_own():
    assert len(draw_sheets(example(), room=100)) == len(arrange(example()).columns)


def test_the_heads_alone_are_as_high_as_the_lanes():
    heads = read_xml(draw_heads(example()).encode())
    assert float(heads.attributes["height"]) == round(arrange(example()).height, 1)
    assert heads.attributes["aria-hidden"] == "true"
    assert [each.text for each in everything(draw_heads(example())) if each.text == "Sepsis model"] == ["Sepsis model"]
