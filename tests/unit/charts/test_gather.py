"""Neighbouring marks are painted once, around them, and nothing else of a drawing changes."""

from __future__ import annotations

from attending.charts.gather import gathered


def test_neighbours_share_their_paint_in_one_group() -> None:
    marks = '<line x2="3" stroke="red" opacity="0.5"/><line x2="4" stroke="red"/>'
    assert gathered(marks) == '<g stroke="red"><line x2="3" opacity="0.5"/><line x2="4"/></g>'


def test_what_is_painted_otherwise_and_what_is_alone_stays_as_it_is() -> None:
    for marks in (
        '<line x2="3" stroke="red"/><line x2="4" stroke="blue"/>',
        '<text fill="red">a</text><g transform="translate(1,1)"><text fill="red">b</text></g>',
        '<line x2="3"/><line x2="4"/>',
        '<clipPath id="c-1"><rect width="3"/></clipPath>',
    ):
        assert gathered(marks) == marks


def test_text_keeps_its_words_and_marks_of_two_kinds_share_too() -> None:
    marks = '<text fill="red" y="1">a &lt; b</text><path d="M0,0h1" fill="red"/><text y="2">c</text>'
    assert gathered(marks) == ('<g fill="red"><text y="1">a &lt; b</text><path d="M0,0h1"/></g><text y="2">c</text>')


def test_a_line_a_word_and_a_point_are_written_at_their_places() -> None:
    assert (
        gathered('<line transform="translate(3,4)" x2="0" y2="-9" stroke="red"/>') == '<path d="M3,4v-9" stroke="red"/>'
    )
    assert gathered('<line transform="translate(3,4)" x2="5" y2="6"/>') == '<path d="M3,4l5,6"/>'
    assert gathered('<text transform="translate(3,4)">a</text>') == '<text x="3" y="4">a</text>'
    turned = '<text transform="translate(3,4) rotate(-90)">a</text>'
    assert gathered(turned) == turned
    disc = '<path transform="translate(3,4)" d="M2.5,0A2.5,2.5,0,1,1,-2.5,0A2.5,2.5,0,1,1,2.5,0"/>'
    assert gathered(disc) == '<circle cx="3" cy="4" r="2.5"/>'
