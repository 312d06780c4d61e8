"""The document that says which column plays which part."""

from __future__ import annotations

import json

import pytest

from attending.sources.events import EventMapping, MappingRefused, read_mapping

TOML = """
case = "mrn"
timestamp = "at"
time_zone = "Europe/Amsterdam"
lifecycle = "phase"
transitions = ["complete"]
subgroups = ["sex", "age_band"]
"""


def test_toml_and_json_say_the_same(tmp_path):
    (tmp_path / "m.toml").write_text(TOML)
    found = read_mapping(tmp_path / "m.toml")
    assert (found.case, found.activity, found.timestamp) == ("mrn", "activity", "at")
    assert found.attributes == {"sex": "sex", "age_band": "age_band"}
    (tmp_path / "m.json").write_text(json.dumps(found.to_document()))
    assert read_mapping(tmp_path / "m.json") == found
    assert EventMapping.from_document(found.to_document()) == found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('patient = "mrn"', "m.toml, key patient: there is no such key; the nearest is"),
        ("case = 7", "m.toml, key case: '7' is there; expected is a text"),
        ('subgroups = "sex"', "key subgroups: 'sex' is there; expected is a list of names"),
        ('case = " "', "m.toml: A column name in the mapping is empty"),
        ('site = "activity"', "m.toml: Column 'activity' is mapped twice"),
        ('time_zone = "Amsterdam"', "time_zone 'Amsterdam' is not the name of a time zone"),
        ('time_zone = "../../etc/passwd"', "is not the name of a time zone"),
        ('transitions = ["complete"]', "no lifecycle column"),
        ('repeated = "never"', "repeated is 'never': write once, or each"),
        ('subgroups = ["weekday"]', "A subgroup cannot be called 'weekday'"),
        ("case = ", "m.toml is no valid TOML"),
    ],
)
def test_what_cannot_be_used_is_refused_with_file_key_and_value(tmp_path, text, words):
    path = tmp_path / "m.toml"
    path.write_text(text)
    with pytest.raises(MappingRefused) as refused:
        read_mapping(path)
    assert words in str(refused.value)


def test_a_mapping_that_is_no_table_or_not_there_is_refused(tmp_path):
    (tmp_path / "m.json").write_text("[]")
    with pytest.raises(MappingRefused, match="expected is a table of keys"):
        read_mapping(tmp_path / "m.json")
    with pytest.raises(MappingRefused, match="cannot be read"):
        read_mapping(tmp_path / "none.toml")
    (tmp_path / "big.toml").write_text("#" * (2**20 + 1))
    with pytest.raises(MappingRefused, match="at most 1,048,576 bytes"):
        read_mapping(tmp_path / "big.toml")
