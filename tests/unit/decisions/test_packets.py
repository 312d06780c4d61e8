"""What a packet may hold, and its one hash."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attending.decisions.rules.packets import canonical, sha256
from attending.decisions.rules.refusals import InvalidPacket

PACKET: dict[str, Any] = {
    "title": "Calibration breached",
    "asked": "Continue or pause?",
    "summary": [["O:E", "1.41"]],
    "sections": [
        {"heading": "Window", "text": "From March.", "rows": [["n", "4,301"]], "links": [["Review", "/reviews/3/"]]},
        {"heading": "Months", "table": {"columns": ["Month", "O:E"], "rows": [["2026-03", "1.12"]], "caption": "O:E"}},
        {"heading": "Chart", "chart": {"name": "calibration", "title": "Predicts too little", "points": [0.1, 0.2]}},
    ],
    "data": {"threshold": 3},
}


def test_the_same_packet_has_the_same_hash_whatever_its_order() -> None:
    turned = dict(reversed(list(copy.deepcopy(PACKET).items())))
    assert sha256(canonical(turned)) == sha256(canonical(PACKET))


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        (["title"], "", "title"),
        (["asked"], None, "asked"),
        (["html"], "<b>", "packet holds html"),
        (["summary"], [["a", 1]], "summary"),
        (["summary"], [["a", "b"]] * 8, "at most 7"),
        (["sections"], {}, "list of sections"),
        (["sections", 0, "heading"], " ", r"sections\[0\].heading"),
        (["sections", 0, "html"], "<b>", r"sections\[0\] holds html"),
        (["sections", 0, "links"], [["Away", "//elsewhere.example/"]], "must lead to a page"),
        (["sections", 0, "links"], [["Away", "https://elsewhere.example/"]], "must lead to a page"),
        (["sections", 1, "table", "rows"], [["2026-03"]], "list of 2 texts"),
        (["sections", 1, "table", "rows"], [["2026-03", 1.12]], "list of 2 texts"),
        (["sections", 1, "table", "columns"], [], "columns"),
        (["sections", 2, "chart"], {"title": "x"}, "name of its renderer"),
        (["sections", 2, "chart", "points"], [float("nan")], "NaN"),
    ],
)
def test_what_could_not_be_shown_or_hashed_is_refused_with_its_place(path: list[Any], value: Any, place: str) -> None:
    packet = copy.deepcopy(PACKET)
    target = packet
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = value
    with pytest.raises(InvalidPacket, match=place):
        canonical(packet)


@given(st.text(min_size=1).filter(lambda text: text.strip() and text.isprintable()))
def test_any_change_of_a_text_changes_the_hash(text: str) -> None:
    changed = {**PACKET, "asked": text}
    assert (sha256(canonical(changed)) == sha256(canonical(PACKET))) == (text == PACKET["asked"])
