"""BPMN: our own files come back without loss, and whatever is left out of them is named."""

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from attending.maps import bpmn
from attending.maps.problems import MapRefused
from attending.maps.reading import read
from attending.maps.writing import write
from tests.property.maps.care_maps import care_maps


@given(care_maps())
def test_reading_our_own_file_gives_the_same_map(care_map):
    imported = bpmn.read(bpmn.write(care_map))
    assert imported.care_map == care_map
    assert imported.not_imported == ()


@given(care_maps(), st.data())
def test_a_file_without_some_of_its_lines_is_read_or_refused(care_map, data):
    lines = bpmn.write(care_map).split(b"\n")
    gone = data.draw(st.sets(st.integers(0, len(lines) - 1), max_size=3))
    with suppress(MapRefused):
        imported = bpmn.read(b"\n".join(line for place, line in enumerate(lines) if place not in gone))
        assert read(write(imported.care_map)) == imported.care_map
