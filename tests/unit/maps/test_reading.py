"""What is no map is refused whole, with every problem: its line, its place, what stands there, what is expected."""

import time

import pytest

from attending.maps.model import DISCIPLINES, Flow
from attending.maps.problems import MapRefused, Problem
from attending.maps.reading import from_plain, lines, read
from attending.program.models import Discipline
from tests.unit.maps.maps import small

HEAD = "format: attending-map/1\ntitle: T\n"
LANES = "lanes:\n  a: {name: Nurse}\n  m: {name: Model, kind: system}\n"


def problems(text: str) -> list[str]:
    with pytest.raises(MapRefused) as refusal:
        read(text)
    return [str(each) for each in refusal.value.problems]


def test_all_problems_are_told_at_once_in_the_order_of_the_lines():
    text = (
        "format: attending-map/2\n"
        "abuot: x\n"
        'shifts: {day: {from: 7:00, to: "26:00"}}\n'
        "lanes:\n"
        "  Triage: {name: T, kind: robot}\n"
        "  m: {name: 5, kind: system, capacity: {day: 1}}\n"
        "steps:\n"
        "  a: {lane: trage, kind: task, name: A, minutes: -3, next: [b, {to: c, when: yes, else: true}]}\n"
        "  c: {lane: m, kind: end, name: C, next: a, assist: {}}\n"
    )
    told = problems(text)
    assert told[0] == 'line 1, format: "attending-map/2": write one of attending-map/1'
    assert "line 1, title: is missing: text" in told
    assert told[2].startswith("line 2, abuot: there is no field 'abuot' here; there are format, title")
    assert 'line 3, shifts.day.from: "7:00": expected a local time such as "07:00"' in told
    assert 'line 5, lanes.Triage.kind: "robot": write one of people, system' in told
    assert "line 6, lanes.m.capacity: a system has no capacity; take it out, or make the lane one of people" in told
    assert any(each.startswith('line 6, lanes.m.name: "5": expected text, this is a number') for each in told)
    assert 'line 8, steps.a.minutes: "-3": expected a number from 0.01 to 1,000,000' in told
    assert 'line 8, steps.a.next[1].to: "b": there is no step with this key; add it, or name one that is there' in told
    assert any(each.startswith("line 8, steps.a.next[2].else") for each in told)
    assert 'line 9, steps.c.next: "a": nothing follows an end; make the step a task, or take this out' in told
    assert [int(each.split(",")[0].removeprefix("line ")) for each in told] == sorted(
        int(each.split(",")[0].removeprefix("line ")) for each in told
    )


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("lane: a, kind: task, name: A, next: x", "there is no step with this key"),
        ("lane: b, kind: task, name: A", "there is no lane with this key"),
        ("lane: a, kind: task, name: A, next: [s, s]", "two ways lead to this step"),
        ("lane: a, kind: task, name: A, next: [{to: s, else: true}, {to: t, else: true}]", "is the else already"),
        ("lane: a, kind: task, name: A, assist: {shows: x}", "shows nothing of the AI"),
        ("lane: m, kind: assist, name: A, oversight: {of: s}", "the AI cannot check itself"),
        ("lane: a, kind: start, name: A, limit: {minutes: 3}", "nothing is done at a step of kind start"),
        ("lane: a, kind: task, name: A, oversight: {of: t}", "no step of kind assist"),
        ("lane: a, kind: task, name: A, oversight: {may: stop}", "name the AI steps that are checked here"),
        ("lane: a, kind: task, name: A, limit: {}", "within how many minutes"),
        ("lane: a, kind: task, name: A, limit: {minutes: 1, on_breach: {}}", "say what happens"),
        ("lane: a, kind: task, name: A, fallback: {downtime: true}", "say what is done instead"),
        ("lane: a, kind: task, name: A, events: [x, x]", "given twice"),
        ("lane: a, kind: task, name: A, place: 0", "expected a whole number from 1"),
        ("lane: a, kind: task, name: A, minutes: true", "expected a number"),
        ("lane: a, kind: task, name: A, next: [{to: 12}]", "stands in quotes"),
        ("lane: a, kind: task, name: null", "this is nothing"),
        ("lane: a, kind: task, name: ' '", "this is empty"),
        (f"lane: a, kind: task, name: {'x' * 201}", "at most 200 characters, these are 201"),
        ('lane: a, kind: task, name: "\\u0007"', "cannot be printed"),
        ("lane: a, kind: sleep, name: A", "write one of start, task, decision, assist, end"),
    ],
)
def test_a_step_that_cannot_be_is_refused(step, expected):
    told = problems(f"{HEAD}{LANES}steps:\n  s: {{{step}}}\n  t: {{lane: a, kind: task, name: T}}\n")
    assert any(expected in each for each in told), told
    assert all(each.startswith("line 7, steps.s") for each in told), told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: &x 1\nb: *x", 'line 1, a: "&x": anchors and aliases are not read'),
        ("a: [*x]", "anchors and aliases are not read"),
        ("&x a: 1", "anchors and aliases are not read"),
        ("? *x\n: 1", "a word, not a list or an alias"),
        ("!!python/object/apply:os.system [ls]", "tags are not read"),
        ("a: !!str 1", "tags are not read"),
        ("title: a\ntitle: b", "line 2, title: given twice, first at line 1; keep one"),
        ("a: 1\n---\nb: 1", 'line 2: "---": one file holds one map'),
        ("[" * 100_000, "nested deeper than 12 levels"),
        ("a: {b: c", "line 2: this is not YAML here"),
        ("a:\n\tb: c", "line 2: this is not YAML here"),
        ("a: b\nc: \x00", 'line 2: "U+0000": a character that cannot be printed'),
        ("", "expected a map of care that begins with format: attending-map/1"),
        ("- a", "expected a map of care"),
        ("<<: {title: a}", "there is no field '<<' here"),
        ("steps: [a]", "steps: expected fields with values"),
    ],
)
def test_what_is_no_plain_yaml_is_refused(text, expected):
    assert any(expected in each for each in problems(text)), problems(text)


def test_a_bomb_of_aliases_is_refused_at_once():
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [
        f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    begun = time.process_time()
    assert "anchors and aliases are not read" in problems("\n".join(lines))[0]
    assert time.process_time() - begun < 0.5


def test_more_than_ten_megabytes_or_ten_thousand_steps_are_refused():
    assert "larger than 10 MB" in problems("#" * 10_000_001)[0]
    steps = "".join(f"  s{place}: {{lane: a, kind: task, name: x}}\n" for place in range(10_001))
    every = ", ".join(f"{{to: s{at}}}" for at in range(205))
    dense = "".join(f"  s{at}: {{lane: nurse, kind: decision, name: S, next: [{every}]}}\n" for at in range(205))
    assert "at most 40,000 arrows between its steps, these are 42,025" in problems(f"{HEAD}{LANES}steps:\n{dense}")[0]
    assert "at most 10,000 steps, these are 10,001" in problems(f"{HEAD}{LANES}steps:\n{steps}")[0]


def test_ten_thousand_steps_are_read_in_seconds():
    steps = "".join(
        f"  s{place}:\n    lane: a\n    kind: task\n    name: Step {place}\n    events: [A, B]\n    next:\n"
        f"      - {{to: s{(place + 1) % 10_000}, when: yes}}\n      - {{to: s{place // 2}, else: true}}\n"
        for place in range(2, 10_000)
    )
    text = (
        f"{HEAD}{LANES}steps:\n  s0: {{lane: a, kind: task, name: x}}\n  s1: {{lane: a, kind: task, name: x}}\n{steps}"
    )
    begun = time.process_time()
    assert len(read(text).steps) == 10_000
    assert time.process_time() - begun < 8


def test_a_map_of_nothing_but_a_title_is_read():
    assert read(HEAD).steps == ()


def test_words_like_yes_and_no_are_texts():
    care_map = small(
        "s: {lane: a, kind: decision, name: 'Yes?', next: [{to: t, when: no}]}, t: {lane: a, kind: end, name: off}"
    )
    assert care_map.steps[0].flows == (Flow("t", "no"),)
    assert care_map.steps[1].name == "off"


def test_plain_data_is_refused_without_lines():
    with pytest.raises(MapRefused) as refusal:
        from_plain({"format": "attending-map/1", "title": 3})
    assert refusal.value.problems == (
        Problem(0, "title", "3", "expected text, this is a number; put text in quotes, or take the field out"),
    )


def test_a_long_list_of_problems_is_cut_in_the_message_only():
    with pytest.raises(MapRefused, match="and 13 more") as refusal:
        read(HEAD + "".join(f"x{place}: 1\n" for place in range(33)))
    assert len(refusal.value.problems) == 33


def test_the_disciplines_are_those_of_the_program():
    assert dict(Discipline.choices) == dict(DISCIPLINES)


def test_the_line_of_each_step_is_known_also_while_the_text_is_no_map_yet():
    assert lines(f"{HEAD}{LANES}steps:\n  s:\n    lane: a\n  t: {{lane: gone}}\n") == {"s": 7, "t": 9}
    assert lines("title: T") == {}
    assert lines("- a") == {}


def test_a_field_that_is_not_known_is_told_by_the_line_of_its_name():
    told = problems(f"{HEAD}lanes:\n  a:\n    name: Nurse\n    colour:\n      - red\n")
    assert told == [
        "line 6, lanes.a.colour: there is no field 'colour' here; there are name, kind, discipline, capacity"
    ]
