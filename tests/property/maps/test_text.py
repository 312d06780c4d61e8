"""A map's text: what is written is read as it was, and the published schema accepts it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from attending.maps.problems import MapRefused
from attending.maps.reading import from_plain, plain, read
from attending.maps.schema import schema
from attending.maps.writing import plain_of, write
from tests.property.maps.care_maps import care_maps

WRONG = [None, -1, 1.5, "", "x" * 300, [], {}, True, ["a", "a"], "\x07", {"x": 1}]
VALIDATOR = Draft202012Validator(schema())


@given(care_maps())
def test_reading_what_was_written_gives_the_same_map(care_map):
    text = write(care_map)
    assert read(text) == care_map
    assert write(read(text)) == text
    assert plain(text) == plain_of(care_map)


@given(care_maps())
def test_the_schema_accepts_every_map(care_map):
    VALIDATOR.validate(plain_of(care_map))


@given(care_maps(), st.data())
def test_what_the_schema_refuses_is_refused_by_reading(care_map, data):
    document = plain_of(care_map)
    spot = data.draw(st.sampled_from(list(spots(document))))
    spot[0][spot[1]] = data.draw(
        st.sampled_from([None, -1, 1.5, "", "x" * 300, [], {}, True, ["a", "a"], "\x07", {"x": 1}])
    )
    if not VALIDATOR.is_valid(document):
        with pytest.raises(MapRefused):
            from_plain(document)


@given(st.text(max_size=200))
def test_any_text_that_is_no_map_is_refused_with_what_is_expected(text):
    with pytest.raises(MapRefused, match=r"expected|YAML|given|printed|read|missing"):
        read(text)


def spots(value):
    """Every place in plain data: its container and its name or position there."""
    for name, each in list(value.items() if isinstance(value, dict) else enumerate(value)):
        yield value, name
        if isinstance(each, dict | list):
            yield from spots(each)
