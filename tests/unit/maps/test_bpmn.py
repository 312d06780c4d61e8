"""BPMN 2.0: our own files without loss, others' with a named list of what is not imported, hostile ones refused."""

from pathlib import Path

import pytest

from attending.documents.xml import read_xml
from attending.maps import bpmn
from attending.maps.bpmn.times import iso_duration, minutes_of
from attending.maps.model import Fallback, Flow, StepKind
from attending.maps.problems import MapRefused
from tests.unit.maps.maps import example

FOREIGN = Path(__file__).parent / "foreign.bpmn"
MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DIAGRAM = "http://www.omg.org/spec/BPMN/20100524/DI"


@pytest.fixture(scope="module")
def foreign():
    return bpmn.read(FOREIGN.read_bytes())


def test_our_own_file_comes_back_without_loss():
    assert bpmn.read(bpmn.write(example())) == bpmn.Imported(example(), ())


def test_steps_limits_and_fallbacks_are_the_elements_that_a_modeller_knows():
    root = read_xml(bpmn.write(example()))
    process = root.first(MODEL, "process")
    tags = {each.attributes["id"]: each.name for each in process.children if "id" in each.attributes}
    assert tags["Step_arrive"] == "startEvent"
    assert tags["Step_screen"] == "userTask"
    assert tags["Step_score"] == "serviceTask"
    assert tags["Step_treated"] == "endEvent"
    assert tags["Limit_review"] == tags["Down_score"] == "boundaryEvent"
    review = next(each for each in process.children if each.attributes.get("id") == "Step_review")
    assert review.attributes["default"] == "Flow_review.to.watch"


def test_every_element_of_the_process_has_its_place_in_the_diagram():
    root = read_xml(bpmn.write(example()))
    process = root.first(MODEL, "process")
    elements = {each.attributes["id"] for each in process.all(MODEL) if "id" in each.attributes} - {"Lanes"}
    lanes = {each.attributes["id"] for each in process.first(MODEL, "laneSet").children}
    plane = root.first(DIAGRAM, "BPMNDiagram").first(DIAGRAM, "BPMNPlane")
    drawn = {each.attributes["bpmnElement"] for each in plane.children}
    assert drawn == elements | lanes | {"Participant"}


def test_what_another_program_changed_is_taken_over():
    data = bpmn.write(example())
    data = data.replace(b'name="Observe every hour"', b'name="Observe"').replace(b">PT30M<", b">PT45M<")
    data = data.replace(b'name="Sepsis likely"', b'name="Sepsis probable"')
    care_map = bpmn.read(data).care_map
    assert care_map.step_of["watch"].name == "Observe"
    assert care_map.step_of["review"].limit.minutes == 45
    assert care_map.step_of["review"].flows[0].when == "Sepsis probable"


def test_what_lost_its_step_in_another_program_is_named():
    data = bpmn.write(example()).decode()
    begin = data.index('<bpmn:serviceTask id="Step_score"')
    data = data[:begin] + data[data.index("</bpmn:serviceTask>") + len("</bpmn:serviceTask>") :]
    imported = bpmn.read(data.encode())
    assert "score" not in imported.care_map.step_of
    assert imported.care_map.hazards == ()
    assert imported.care_map.step_of["review"].oversight is None
    for words in ("The hazard “Patient with sepsis is not flagged”", "“Review the alert at the bedside” checks score"):
        assert any(words in each for each in imported.not_imported), imported.not_imported


def test_pools_and_lanes_become_lanes(foreign):
    assert [lane.name for lane in foreign.care_map.lanes] == ["Nurse", "Physician", "Laboratory"]
    assert foreign.care_map.title == "Emergency department and Laboratory"
    assert foreign.care_map.about == "As drawn by the laboratory."


def test_nodes_become_steps_and_joins_are_left_out(foreign):
    steps = foreign.care_map.step_of
    assert list(steps) == [
        *("arrival", "triage", "sick", "order-tests", "all-of-these-at-the-same-time", "wait-for-the-bed", "treat"),
        *("home", "analyse"),
    ]
    assert steps["sick"].kind is StepKind.DECISION
    assert steps["triage"].note == "In the corridor"
    assert steps["treat"].note == "Only by day"
    assert steps["home"].lane == foreign.care_map.lanes[1].key
    assert steps["treat"].flows == (Flow("home"),)


def test_flows_messages_timers_and_errors_become_ways(foreign):
    steps = foreign.care_map.step_of
    assert steps["sick"].flows == (Flow("order-tests", "Yes"), Flow("home", otherwise=True))
    assert Flow("analyse", hand_off="Request") in steps["order-tests"].flows
    assert steps["analyse"].flows == (Flow("treat", hand_off="Message"),)
    assert (steps["order-tests"].limit.minutes, steps["order-tests"].limit.breach.step) == (90, "treat")
    assert steps["treat"].fallback == Fallback("order-tests")
    assert steps["triage"].flows == (Flow("sick"), Flow("treat", "Called away"))


def test_whatever_is_not_imported_is_named(foreign):
    for words in [
        "The pool “Patient”",
        "The lane “Ward” around its 2 lanes",
        "Data object reference “Lab form”",
        "Group g",
        "The inside of the sub-process “Order tests” (2 elements)",
        "That “Triage” is done several times",
        "That the event “Arrival” is one of kind message",
        "That the event “Home” is one of kind terminate",
        "That “All of these at the same time” is a parallel gateway",
        "Parallel gateway join, which waits for all its ways",
        "That “Wait for the bed” is an event between steps",
        "That the event “Wait for the bed” is one of kind timer",
        "Boundary event “Called away” at “Triage”",
        "The words “No” of the way that is taken otherwise",
        "Text “Drawn in 2024”",
        "Message flow “Consent”",
        "Sequence flow f15",
        "1 element of “Emergency department” stood in no lane",
    ]:
        assert any(words in each for each in foreign.not_imported), (words, foreign.not_imported)


BOMB = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;">]><x>&d;</x>"""
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
PARAMETER = b'<!DOCTYPE x [<!ENTITY % p SYSTEM "http://localhost:1/x.dtd"> %p;]><x/>'


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (BOMB, "declares a document type"),
        (OUTSIDE, "declares a document type"),
        (PARAMETER, "declares a document type"),
        (b'<!DOCTYPE x SYSTEM "http://localhost:1/x.dtd"><x/>', "declares a document type"),
        (OUTSIDE.decode().replace("1.0", "1.0").encode("utf-16"), "declares a document type"),
        (b"<x>&lol;</x>", "it is not XML: undefined entity"),
        (b"<a>" * 200, "nested deeper than 100 levels"),
        (b"<a" + b" " * 20_000_000 + b"/>", "larger than 20 MB"),
        (b"", "it is not XML: no element found"),
        (b"title: x", "it is not XML"),
        (b"<a><b></a>", "it is not XML: mismatched tag"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "expected a BPMN 2.0 file, whose root is definitions"),
    ],
)
def test_what_is_no_bpmn_or_hostile_is_refused(data, words):
    with pytest.raises(MapRefused) as refusal:
        bpmn.read(data)
    assert words in str(refusal.value)


def test_a_file_whose_extension_was_broken_is_refused_by_its_field():
    data = bpmn.write(example()).replace(b'minutes="6"', b'minutes="soon"')
    with pytest.raises(MapRefused) as refusal:
        bpmn.read(data)
    assert 'steps.review.minutes: "soon": expected a number' in str(refusal.value)


def test_a_copy_of_a_step_gets_a_key_of_its_own():
    data = bpmn.write(example()).replace(b'key="watch"', b'key="paper"')
    assert "observe-every-hour" in bpmn.read(data).care_map.step_of


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("PT30M", 30),
        ("PT1H30M", 90),
        ("P1DT2H", 1_560),
        ("P2W", 20_160),
        ("PT45S", 0.75),
        ("PT0M", None),
        ("P1Y", None),
        ("30", None),
    ],
)
def test_durations(text, minutes):
    assert minutes_of(text) == minutes
    if minutes:
        assert minutes_of(iso_duration(minutes)) == minutes
