"""The PDF: tagged, on numbered pages, with the source's SHA-256, and the same every time."""

from __future__ import annotations

import re
import zlib
from dataclasses import replace

import pytest

from attending.review.report.pdf import review_pdf
from tests.unit.review.papers import paper, simulated


@pytest.fixture(scope="module")
def made() -> bytes:
    return review_pdf(paper())


def test_it_is_tagged_says_its_title_and_is_reproducible(made: bytes) -> None:
    assert made.startswith(b"%PDF-1.7")
    readable = opened(made)
    assert b"pdfuaid:part" in readable
    assert b"Sepsis alert on 4 West" in readable
    assert review_pdf(paper()) == made
    assert review_pdf(paper(source_sha256="cd" * 32)) != made


def test_it_is_a4(made: bytes) -> None:
    boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", opened(made))
    assert len(boxes) > 3
    assert {(round(float(width)), round(float(height))) for width, height in boxes} == {(595, 842)}


@pytest.mark.parametrize("text", ["#panic()", "\u5185\u79d1", "$x_1$ *bold* ] [", "A" * 300, "</script>"])
def test_any_text_from_a_file_can_be_set(text: str) -> None:
    changed = paper(title=text, source=text, about=((text, text),), versions={text: text})
    assert review_pdf(changed).startswith(b"%PDF")


def test_a_review_without_thresholds_subgroups_or_events_can_be_set() -> None:
    bare = replace(simulated(), subgroups=(), months=simulated().months[-1:], overall=simulated().months[-1])
    assert bare.overall.events == 0
    assert review_pdf(paper(review=replace(bare, thresholds=()))).startswith(b"%PDF")


def opened(paper_bytes: bytes) -> bytes:
    """The file with its compressed streams opened."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", paper_bytes, re.DOTALL)
    return paper_bytes + b"\n".join(
        zlib.decompressobj().decompress(stream) if stream.startswith(b"x") else stream for stream in streams
    )
