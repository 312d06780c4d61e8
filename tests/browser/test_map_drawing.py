"""The drawing of a map in a page: no violation in both schemes, every step reached by the keyboard, nothing clipped."""

from pathlib import Path

import pytest

from attending.maps.bow_tie import bow_tie
from attending.maps.difference import marks
from attending.maps.drawing import draw, draw_bow_tie
from attending.maps.editing import apply
from attending.maps.reading import read

ROOT = Path(__file__).parents[2]
TOKENS = (ROOT / "src" / "attending" / "ui" / "static" / "ui" / "tokens.css").read_text(encoding="utf-8")
EXAMPLE = read((ROOT / "docs" / "how-to" / "examples" / "sepsis-map.yaml").read_text(encoding="utf-8"))
OUTSIDE = """() => {
    const found = [];
    const inside = (line, frame) => {
        const [box, around] = [line.getBoundingClientRect(), frame.getBoundingClientRect()];
        if (box.left < around.left || box.right > around.right || box.bottom > around.bottom) {
            found.push(line.textContent);
        }
    };
    for (const step of document.querySelectorAll('[data-step]')) {
        const shape = step.querySelector('rect, path');
        step.querySelectorAll('tspan').forEach(line => inside(line, shape));
    }
    document.querySelectorAll('svg text').forEach(line => inside(line, line.ownerSVGElement));
    return found;
}"""


@pytest.fixture
def site_url() -> str:
    """No site: a drawing is put into an empty page."""
    return "http://localhost"


def show(page, *drawings):
    body = "".join(f"<div>{drawing}</div>" for drawing in drawings)
    page.set_content(
        f"<!doctype html><html lang=en><title>Map</title><style>{TOKENS} body {{ background: var(--paper); "
        f"font-family: var(--sans) }}</style><main><h1>Map</h1>{body}</main></html>"
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_drawing_has_no_violation_and_nothing_sticks_out(new_page, axe, scheme):
    page = new_page(scheme=scheme)
    changed = apply(EXAMPLE, {"do": "rename", "what": "step", "key": "review", "name": "Review"})
    before, after = marks(EXAMPLE, changed)
    show(
        page,
        draw(EXAMPLE, marks=before, interactive=True),
        draw(changed, marks=after),
        draw_bow_tie(bow_tie(EXAMPLE, "score")),
    )
    axe(page)
    assert page.evaluate(OUTSIDE) == []


def test_every_step_is_reached_by_the_keyboard_in_the_order_of_the_map(page):
    show(page, draw(EXAMPLE, interactive=True))
    reached = []
    for _ in EXAMPLE.steps:
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.dataset.step"))
    assert reached == list(EXAMPLE.step_of)
    assert (
        page.get_by_role("button", name="Decision: Review the alert at the bedside, Emergency physician").count() == 1
    )
