"""Our BPMN files in bpmn-js, the viewer that most modellers are built on: opened without a warning, whole."""

from pathlib import Path

import pytest

from attending.maps import bpmn
from attending.maps.reading import read
from attending.maps.writing import write

ROOT = Path(__file__).parents[2]
VIEWER = Path(__file__).parent / "vendor" / "bpmn-js" / "bpmn-viewer.production.min.js"
EXAMPLE = (ROOT / "docs" / "how-to" / "examples" / "sepsis-map.yaml").read_text(encoding="utf-8")
LOOPS = """
format: attending-map/1
title: 'Round & round "twice" <again>'
lanes: {a: {name: Nurse}, b: {name: System, kind: system}, c: {name: Nobody works here}}
steps:
  1: {lane: a, kind: start, name: Begin, next: ask}
  ask:
    lane: a
    kind: decision
    name: Again?
    next: [{to: ask, when: "> 2 & < 5"}, {to: act, when: yes}, {to: end, else: true}]
  act:
    lane: b
    kind: assist
    name: Act
    place: 7
    limit: {minutes: 0.5, on_breach: {step: act}}
    fallback: {step: ask}
    next: ask
  end: {lane: c, kind: end, name: End}
  lost: {lane: a, kind: task, name: Lost, note: "one\\n  two", place: 2}
"""
OPEN = """async xml => {
    document.body.innerHTML = '<div id="canvas" style="width: 1400px; height: 700px"></div>';
    const viewer = new BpmnJS({container: '#canvas'});
    const {warnings} = await viewer.importXML(xml);
    const elements = viewer.get('elementRegistry').getAll();
    const again = await viewer.saveXML({format: true});
    return {
        warnings: warnings.map(each => each.message),
        names: elements.map(each => each.businessObject.name),
        flows: elements.filter(each => each.type === 'bpmn:SequenceFlow').length,
        borders: elements.filter(each => each.type === 'bpmn:BoundaryEvent').length,
        again: again.xml,
    };
}"""


@pytest.fixture
def site_url() -> str:
    """No site: the viewer is put into an empty page."""
    return "http://localhost"


@pytest.mark.parametrize("text", [EXAMPLE, LOOPS], ids=["example", "loops"])
def test_a_map_is_opened_without_a_warning_and_comes_back_whole(page, text):
    care_map = read(text)
    page.set_content("<!doctype html><title>Viewer</title><body></body>")
    page.add_script_tag(path=VIEWER)
    opened = page.evaluate(OPEN, bpmn.write(care_map).decode())
    assert opened["warnings"] == []
    assert {step.name for step in care_map.steps} <= set(opened["names"])
    assert opened["flows"] == sum(len(step.flows) for step in care_map.steps) + 2
    assert opened["borders"] == 2
    assert page.locator(".bjs-powered-by").is_visible()
    saved = bpmn.read(opened["again"].encode())
    assert write(saved.care_map) == write(care_map)
    assert saved.not_imported == ()
