"""A site's own risk matrix is read from a file, and what nobody could rate by is refused with its place."""

from __future__ import annotations

from importlib.resources import files

import pytest

from attending.analytics.catalogs.hazards import Method, MethodRefused, offered, read, shipped, together

SEATS = (
    "executive_sponsor",
    "cmio",
    "committee_member",
    "clinical_owner",
    "safety_officer",
    "operational_owner",
    "nursing_lead",
)
SHIPPED = files("attending.analytics.catalogs.hazards").joinpath("dcb0160.toml").read_text("utf-8")
HFMEA = files("attending.analytics.catalogs.hazards").joinpath("hfmea.toml").read_text("utf-8")
OWN = SHIPPED.replace('version = "3.2"', 'version = "ours-1"').replace("since = 2020-01-01", "since = 2026-05-01")
WRONG = OWN.replace("high = [5, 4, 3, 3, 2]\nmedium = [4,", "high = [5, 4, 4, 3, 2]\nmedium = [5,")


def own(text: str) -> Method:
    return read(text, "ours.toml", seats=SEATS)


def test_a_file_of_a_site_takes_the_place_of_the_published_version_from_its_day_on() -> None:
    methods = together(shipped(SEATS), [own(OWN)])
    assert len(methods) == 3
    assert {each.key: each.version for each in offered(methods)} == {"dcb0160": "ours-1", "hfmea": "2001"}


def test_an_older_file_stays_readable_and_is_not_offered() -> None:
    older = own(OWN.replace("since = 2026-05-01", "since = 2010-01-01"))
    assert {each.version for each in offered(together(shipped(SEATS), [older]))} == {"3.2", "2001"}


def test_the_wrong_matrix_that_circulates_is_refused_under_the_published_name() -> None:
    assert WRONG != OWN
    with pytest.raises(
        MethodRefused, match=r"high and considerable is 4, published 3; medium and catastrophic is 5, pub"
    ):
        together(shipped(SEATS), [own(WRONG)])


def test_a_table_that_differs_says_why() -> None:
    adapted = own(f'adapted = "Our trust weighs it higher."\n{WRONG}')
    assert together(shipped(SEATS), [adapted])[-1].rating("high", "considerable") == 4


def test_a_version_is_there_once() -> None:
    with pytest.raises(MethodRefused, match=r"DCB0160 3.2 is there already; give a changed table another version"):
        together(shipped(SEATS), [own(SHIPPED)])


def test_other_levels_under_a_published_name_are_refused() -> None:
    other = HFMEA.replace('key = "hfmea"', 'key = "dcb0160"')
    with pytest.raises(MethodRefused, match="has other levels than the published DCB0160"):
        together(shipped(SEATS), [own(other)])


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ('name = "DCB0160"', "name = ''", "ours.toml: name is ''; expected a text"),
        ('key = "dcb0160"', 'key = "DCB 0160"', "key is 'DCB 0160'; expected the form"),
        ("since = 2026-05-01", 'since = "May"', "since is 'May'; expected a date such as 2026-01-31"),
        ("verified = false", 'verified = "no"', "verified is 'no'; expected true or false"),
        ("low = [4, 3, 2, 2, 1]\n", "low = [4, 3, 2, 2]\n", r"table low is \[4, 3, 2, 2\]; expected 5 ratings"),
        ("low = [4, 3, 2, 2, 1]\n", "low = [4, 3, 2, 2, 0]\n", "table low, minor is 0; expected a whole number"),
        ("low = [4, 3, 2, 2, 1]\n", "low = [4, 3, 2, 2, true]\n", "table low, minor is True; expected a whole number"),
        ("low = [4, 3, 2, 2, 1]\n", "low = [4, 3, 2, 3, 1]\n", "table low, significant is 3; expected at most 2"),
        (
            "very_low = [3, 2, 2, 1, 1]\n",
            "very_low = [5, 2, 2, 1, 1]\n",
            "very_low, catastrophic is 5; expected at most 4",
        ),
        ("very_low = [3, 2, 2, 1, 1]\n", "", "expected a row for each of very_high, high, medium, low, very_low"),
        ('standing = "tolerable"', 'standing = "fine"', "standing is 'fine'; expected one of unacceptable"),
        ("accepted_by = []", 'accepted_by = ["cmio"]', "expected no seat, because it is unacceptable"),
        ('"committee_member"]', '"chief"]', "expected seats out of executive_sponsor"),
        ("lowest = 5\nhighest = 5", "lowest = 6\nhighest = 6", r"bands of rating 5 is \[\]; expected exactly one band"),
        ('key = "minor"', 'key = "major"', "expected each key once"),
        (
            "[[bands]]\nlowest = 1\n",
            '[[bands]]\ncolour = "red"\nlowest = 1\n',
            "bands 5 is .*colour.*; expected the fields",
        ),
        ("[table]", 'colour = "red"\n[table]', "likelihoods 5 is 'colour, key, means, name'"),
        ("key = ", "kee = ", "a field is 'kee'"),
        ("[table]", "[table", "ours.toml is not TOML"),
    ],
)
def test_what_cannot_be_used_is_refused_by_its_place(before: str, after: str, message: str) -> None:
    assert before in OWN
    with pytest.raises(MethodRefused, match=message):
        own(OWN.replace(before, after, 1) if before == "key = " else OWN.replace(before, after))


def test_a_tree_that_leads_back_is_refused_because_it_would_not_end() -> None:
    with pytest.raises(
        MethodRefused, match=r"tree 4 no is 'score'; expected one of proceed, stop|one of stop, proceed"
    ):
        own(HFMEA.replace('no = "proceed"', 'no = "score"'))


def test_what_is_on_no_scale_is_refused() -> None:
    with pytest.raises(ValueError, match="DCB0160 ours-1 has no likelihood 'often'; choose one of very_high"):
        own(OWN).rating("often", "minor")
    with pytest.raises(ValueError, match="has no severity 'bad'"):
        own(OWN).rating("high", "bad")
    with pytest.raises(ValueError, match="has no rating 6"):
        own(OWN).band(6)
    assert own(OWN).level_name("very_high") == "Very high"
    assert own(OWN).level_name("gone") == "gone"
