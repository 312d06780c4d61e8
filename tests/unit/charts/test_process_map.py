"""The real map as a drawing: what is chosen, that it is sound SVG, and that everything stands in its place."""

from __future__ import annotations

import random
import re
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest

from attending.analytics.event_log.results import ActivityCount, DirectlyFollows, Edge, Rest
from attending.charts import process_map
from attending.charts.process_map.layers import Bend, layered
from attending.charts.process_map.placing import across

SVG = "{http://www.w3.org/2000/svg}"


def graph(edges: dict[tuple[str, str], int], *, begins: str = "", ends: str = "", cases: int = 100) -> DirectlyFollows:
    names = sorted({name for pair in edges for name in pair} | {*begins, *ends})
    activities = [ActivityCount(n, 500, cases, cases * (n == begins), cases * (n == ends)) for n in names]
    listed = sorted((Edge(a, b, n, n, 60.0, 30.0) for (a, b), n in edges.items()), key=lambda e: -e.count)
    return DirectlyFollows(tuple(activities), tuple(listed), sum(edges.values()))


def random_graph(seed: int, size: int) -> DirectlyFollows:
    draw = random.Random(seed)
    names = [f"Activity <{i}> & more" for i in range(size)]
    edges = {(draw.choice(names), draw.choice(names)): draw.randrange(1, 900) for _ in range(3 * size)}
    return graph(edges, begins=names[0], ends=names[-1])


def test_the_fewest_pairs_that_make_up_the_share_are_drawn():
    found = graph({("A", "B"): 60, ("B", "C"): 25, ("C", "A"): 10, ("C", "C"): 5}, begins="A", ends="C")
    assert [(e.source, e.target) for e in process_map.selected(found, 0.8).edges] == [("A", "B"), ("B", "C")]
    assert len(process_map.selected(found, 1.0).edges) == 4
    assert len(process_map.selected(found, 0.0).edges) == 1
    with pytest.raises(ValueError, match="from 0 to 1, not at 2"):
        process_map.selected(found, 2)
    assert process_map.answer(found) == (
        "What really happens: 2 of 4 pairs of activities make up 85\N{NO-BREAK SPACE}% of all transitions"
    )


def test_the_drawing_is_one_image_with_title_description_and_the_pages_colours():
    found = graph({("A", "B"): 60, ("B", "A"): 25, ("B", "B"): 15}, begins="A", ends="B")
    root = ET.fromstring(process_map.svg(found, share=1.0))
    assert root.get("role") == "img"
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert "A to B 60 times" in description.text
    assert "var(--chart-accent)" in ET.tostring(root, "unicode")
    assert "var(" not in process_map.svg(found, colours=False)
    assert len({*re.findall(r'id="([^"]+)-t"', process_map.responsive_svg(found))}) == 3


def test_thicker_is_more_frequent_and_dashes_lead_back():
    root = ET.fromstring(process_map.svg(graph({("A", "B"): 90, ("B", "A"): 30}, begins="A", ends="B"), share=1.0))
    lines = [path for path in root.iter(f"{SVG}path") if path.get("stroke")]
    back = [path for path in lines if path.get("stroke-dasharray")]
    assert len(back) == 1
    there = max(lines, key=lambda path: float(path.get("stroke-width")))
    assert there not in back
    assert float(back[0].get("stroke-width")) == pytest.approx(9 * 30 / 100, abs=0.05)


@pytest.mark.parametrize("width", [process_map.NARROW, process_map.WIDE, process_map.FULL])
@pytest.mark.parametrize("size", [1, 2, 9, 30])
def test_boxes_stand_inside_and_apart_whatever_the_graph(size, width):
    root = ET.fromstring(process_map.svg(random_graph(size, size), share=1.0, width=width))
    boxes = [[float(box.get(k)) for k in ("x", "y", "width", "height")] for box in root.iter(f"{SVG}rect")]
    _, _, wide, tall = map(float, root.get("viewBox").split())
    assert len(boxes) >= min(size, 3)
    assert all(x >= 0 and y >= 0 and x + w <= wide and y + h <= tall for x, y, w, h in boxes)
    for (x1, y1, w1, h1), (x2, y2, w2, h2) in combinations(boxes, 2):
        assert x1 + w1 <= x2 or x2 + w2 <= x1 or y1 + h1 <= y2 or y2 + h2 <= y1


def test_names_are_text_and_never_markup():
    drawn = process_map.svg(graph({("<script>x</script>", "B"): 5}, ends="B"), share=1.0)
    assert "<script>" not in drawn
    assert "&lt;script" in drawn


def test_a_graph_without_pairs_says_so():
    empty = DirectlyFollows((ActivityCount("A", 3, 3, 3, 3),), (), 0)
    assert process_map.answer(empty) == "What really happens: no activity follows another"
    assert ET.fromstring(process_map.svg(empty)).get("role") == "img"
    ET.fromstring(process_map.svg(DirectlyFollows((), (), 0)))


def test_the_table_has_a_row_for_every_pair_with_its_times():
    found = graph({("A", "B"): 90, ("B", "A"): 10})
    table = process_map.table(found)
    assert table.rows[0] == (
        "A",
        "B",
        "90",
        "90\N{NO-BREAK SPACE}%",
        "30\N{NO-BREAK SPACE}s",
        "1.0\N{NO-BREAK SPACE}min",
    )
    assert len(process_map.table(found, share=0.5).rows) == 1
    hidden = DirectlyFollows(found.activities, found.edges, 105, rarer_edges=Rest(2, 5))
    assert process_map.selected(hidden).pairs == 4


def test_lines_lead_down_but_those_that_are_turned_and_no_layer_is_overfull():
    arcs = [
        ("begin", "a", 9.0),
        ("a", "b", 5.0),
        ("b", "c", 4.0),
        ("c", "a", 1.0),
        ("c", "end", 9.0),
        ("d", "end", 1.0),
    ]
    layers = layered(["begin", "a", "b", "c", "d", "end"], arcs, "begin", "end", 2)
    row = {node: at for at, nodes in enumerate(layers.rows) for node in nodes}
    assert layers.turned == {3}
    assert all((row[a] < row[b]) != (at in layers.turned) for at, (a, b, _) in enumerate(arcs))
    assert row["d"] == row["end"] - 1
    assert all(sum(not isinstance(node, Bend) for node in nodes) <= 2 for nodes in layers.rows)
    x = across(layers, {"a": 40.0, "b": 40.0, "c": 40.0, "d": 40.0, "begin": 40.0, "end": 40.0}, 200.0, 10.0)
    assert all(20 <= x[node] <= 180 for node in ("a", "b", "c", "d"))
