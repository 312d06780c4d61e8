"""A card is read to the letter, and whatever no card may hold is named by its path."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from attending.cards.chai import CardRefused, namespace, read_card, write_card
from tests.unit.cards.cards import FAIRNESS, USEFULNESS, file_of, full_card, with_text

WRITTEN = write_card(full_card()).decode()
EARLIER = namespace().replace("v0.2", "v0.1")


def changed(before: str, after: str) -> bytes:
    assert before in WRITTEN
    return WRITTEN.replace(before, after, 1).encode()


def test_every_field_is_read() -> None:
    read = read_card(WRITTEN.encode())
    assert read.card == full_card()
    assert (read.version, read.notes, read.card.name) == ("0.2", (), "Tidewatch (synthetic)")


def test_spaces_markdown_and_line_ends_stay() -> None:
    text = "  **Bold**, [a link](https://example.org/?a=1&b=2) <not a tag>\n\n- one\n\ttab\r\nend \u2265 \U0001fa7a  "
    card = with_text(full_card(), Summary=text)
    assert read_card(write_card(card)).card.text("ModelSummary/Summary") == text


def test_an_optional_field_that_is_left_out_is_not_one_that_is_empty() -> None:
    empty = read_card(changed("<Security>About security.</Security>", "<Security/>")).card
    gone = read_card(changed("<Security>About security.</Security>", "")).card
    assert empty.texts["TrustIngredients/AISystemFacts/Security"] == ""
    assert "TrustIngredients/AISystemFacts/Security" not in gone.texts


def test_comments_and_prefixes_are_no_content() -> None:
    prefixed = WRITTEN.replace("</", "</c:").replace("<", "<c:").replace("<c:/c:", "</c:").replace("<c:?", "<?")
    prefixed = prefixed.replace("xmlns=", "xmlns:c=").replace("?>", "?><!-- a comment -->", 1)
    assert read_card(prefixed.encode()).card == full_card()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "not XML"),
        (b"PK\x03\x04", "not XML"),
        (WRITTEN.encode()[:900], "not XML"),
        (WRITTEN.replace("UTF-8", "EBCDIC-9").encode(), "the encoding EBCDIC-9: save it as UTF-8"),
        (WRITTEN.replace("UTF-8", "Shift_JIS").encode(), "the encoding Shift_JIS: save it as UTF-8"),
        (WRITTEN.replace("deterioration", "d\xe9t\xe9rioration").encode("latin-1"), "not XML"),
        (b" " * 5_000_001, "larger than 5 MB"),
        (file_of("<x>" * 20 + "</x>" * 20), "nested deeper than 12"),
        (file_of("<x/>" * 20_001), "more than 20,000 elements"),
        (file_of("", spoken="https://example.org/other"), "of the namespace https://example.org/other"),
        (b"<card/>", "the root element is card of the namespace (none)"),
        (file_of("", before='<!DOCTYPE x SYSTEM "http://example.org/x.dtd">'), "declares a document type"),
        (file_of("&a;", before='<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'), "declares a document type"),
    ],
    ids=[
        "empty",
        "no XML",
        "truncated",
        "unknown encoding",
        "an encoding of several bytes",
        "another encoding than it says",
        "too large",
        "too deep",
        "too many",
        "other namespace",
        "no card",
        "document type",
        "entities",
    ],
)
def test_what_is_no_card_is_refused_whole(content: bytes, told: str) -> None:
    with pytest.raises(CardRefused, match=told.replace("(", r"\(").replace(")", r"\)")):
        read_card(content)


@pytest.mark.parametrize(
    ("content", "path", "told"),
    [
        (changed("<BasicInfo>", "<BasicInfo>Look: "), "BasicInfo", "text stands between the elements"),
        (changed("<BasicInfo>", "<BasicInfo><Price/>"), "BasicInfo/Price", "no card has this element here"),
        (
            changed("<Warnings>", "<Warnings><ClinicalRiskLevel/>"),
            "Warnings/KnownRisksAndLimitations",
            "it stands after ClinicalRiskLevel",
        ),
        (changed("<Bibliography>", "<Bibliography/><Bibliography>"), "Bibliography", "comes twice"),
        (
            changed("<FundingSource>About who paid.</FundingSource>", ""),
            "TrustIngredients/TransparencyInformation/FundingSource",
            "the element is missing",
        ),
        (changed("<Summary>", "<Summary><b>x</b>"), "ModelSummary/Summary/b", "an element stands inside a text"),
        (changed("<Summary>", '<Summary lang="en">'), "ModelSummary/Summary", "attribute lang"),
        (changed("<Keyword>deterioration</Keyword>", "<Word/>"), "ModelSummary/Keywords/Word", "only Keyword may"),
        (
            changed("<Label>Sensitivity</Label>", ""),
            f"{USEFULNESS}/MetricResult[1]",
            "must hold Label and then ValueJson",
        ),
    ],
)
def test_a_wrong_element_is_named(content: bytes, path: str, told: str) -> None:
    with pytest.raises(CardRefused) as caught:
        read_card(content)
    problem = next(each for each in caught.value.problems if each.path == path)
    assert told in problem.sentence
    assert problem.line > 1
    assert f"{path}, line {problem.line}: " in str(problem)


def test_every_problem_is_told_at_once() -> None:
    with pytest.raises(CardRefused) as caught:
        read_card(file_of("<BasicInfo/>"))
    assert [problem.path for problem in caught.value.problems][:4] == [
        "BasicInfo/ModelName",
        "BasicInfo/ModelDeveloper",
        "BasicInfo/DeveloperContact",
        "ReleaseInfo",
    ]
    assert "And 3 more." in str(caught.value)


def _earlier(extra: Callable[[str], str] = str) -> bytes:
    text = WRITTEN.replace("v0.2", "v0.1")
    while "<Results>" in text:
        start, end = text.index("<Results>"), text.index("</Results>") + len("</Results>")
        text = f"{text[:start]}<Result>0.81 (0.78 to 0.84)</Result>{text[end:]}"
    start, end = text.index("<EHRCompatibility>"), text.index("</EHRCompatibility>") + len("</EHRCompatibility>")
    return extra(text[:start] + text[end:]).encode()


def test_version_0_1_is_read_as_0_2() -> None:
    read = read_card(_earlier())
    assert read.version == "0.1"
    assert read.notes == ("It is written in version 0.1 of the format and was read as 0.2.",)
    assert read.card.results[FAIRNESS][0].label == "Result"
    assert read.card.results[FAIRNESS][0].value_json == '"0.81 (0.78 to 0.84)"'
    assert read_card(write_card(read.card)).version == "0.2"


def test_who_was_asked_twice_in_version_0_1_is_kept_twice() -> None:
    again = "<StakeholdersConsulted>Nurses.</StakeholdersConsulted></Resources>"
    read = read_card(_earlier(lambda text: text.replace("</Resources>", again)))
    asked = read.card.text("TrustIngredients/TransparencyInformation/StakeholdersConsulted")
    assert asked == "About who was asked.\n\nNurses."
    assert len(read.notes) == 2


def test_a_signed_card_is_read_and_not_written_anew() -> None:
    signature = '<s:Signature xmlns:s="http://www.w3.org/2000/09/xmldsig#"><s:SignedInfo/></s:Signature>'
    read = read_card(changed("</AppliedModelCard>", f"{signature}</AppliedModelCard>"))
    assert read.card.signed
    assert "not checked" in read.notes[0]
    with pytest.raises(CardRefused, match="hand on the file as it came"):
        write_card(read.card)
