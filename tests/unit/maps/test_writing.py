"""The text that is written: always the same, short where it can be, and the how-to's page has it whole."""

import pytest

from attending.maps.model import CareMap
from attending.maps.reading import read
from attending.maps.writing import write
from tests.unit.maps.maps import DOCS, EXAMPLE, example, small


def test_the_page_of_the_how_to_holds_the_example_whole():
    page = (DOCS / "how-to" / "map-care.md").read_text(encoding="utf-8")
    assert f"```yaml\n{EXAMPLE.read_text(encoding='utf-8')}```\n" in page


def test_the_example_says_the_same_when_it_is_written_again():
    text = write(example())
    assert read(text) == example()
    assert '  day: {from: "07:00", to: "19:00"}\n' in text
    assert "    limit: {minutes: 30, from: score, on_breach: {step: escalate}}\n" in text
    assert (
        "    next:\n      - {to: antibiotics, when: Sepsis likely}\n      - {to: watch, else: true, hand_off:" in text
    )


def test_what_says_nothing_is_not_written():
    assert write(CareMap("Nothing yet")) == "format: attending-map/1\ntitle: Nothing yet\n"


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Review", "Review"),
        ("no", '"no"'),
        ("12", '"12"'),
        ("a: b # c", '"a: b # c"'),
        ("After hours, by phone", "After hours, by phone"),
        ('say "yes"', r'"say \"yes\""'),
        ("\u2028x", '"\\u2028x"'),
        ("- x", '"- x"'),
    ],
)
def test_text_is_quoted_only_where_yaml_would_read_something_else(name, written):
    assert f"title: {written}\n" in write(CareMap(name))


def test_a_note_of_several_lines_is_a_block_that_can_be_read():
    care_map = small('s: {lane: a, kind: task, name: S, note: "one\\n\\n  two"}')
    assert "    note: |-\n      one\n\n        two\n" in write(care_map)
    assert read(write(care_map)) == care_map
