"""Papers: what they refuse, that they are reproducible and accessible, and that data is never source."""

import re
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from attending.documents import DocumentError, fingerprint, pdf

TEMPLATE = """#import "attending.typ": *
#show: report.with(title: data.title, subtitle: data.subtitle)
= Summary
#callout(kind: "stop", heading: "Beyond the stop limit")[#data.text]
#summary(data.pairs)
#listing(data.columns, data.rows, caption: "Every measure")
"""
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20" fill="#0f5b63"/></svg>'
)
DATA = {
    "title": "Post-launch review",
    "subtitle": "January to June 2026",
    "text": 'O:E is 1.31 #panic("read as source") *stars* $x$ \\ "quotes"',
    "pairs": [["Deployment", "Intensive care"], ["n", "1,204"]],
    "columns": [{"label": "Measure", "numeric": False}, {"label": "Value", "numeric": True}],
    "rows": [["AUROC", "0.79"], ["O:E", "1.31"]],
}


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "review.typ"
    path.write_text(TEMPLATE)
    return path


def test_a_paper_is_a_tagged_pdf_that_says_its_language_and_title(template: Path) -> None:
    paper = readable(pdf(template, DATA))
    assert paper.startswith(b"%PDF-1.7")
    assert b"/StructTreeRoot" in paper
    assert b"/Lang" in paper
    assert b"pdfuaid:part" in paper
    assert b"Post-launch review" in paper


def test_equal_input_gives_equal_bytes(template: Path) -> None:
    assert pdf(template, DATA) == pdf(template, dict(reversed(DATA.items())))
    assert pdf(template, DATA) != pdf(template, {**DATA, "subtitle": "other"})


def test_a_creation_date_is_carried_when_given(template: Path) -> None:
    dated = readable(pdf(template, DATA, created=datetime(2026, 6, 30, 12, tzinfo=UTC)))
    assert b"20260630" in dated.replace(b"-", b"")
    assert b"CreateDate" not in readable(pdf(template, DATA))
    with pytest.raises(DocumentError, match="time zone"):
        pdf(template, DATA, created=datetime(2026, 6, 30, tzinfo=UTC).replace(tzinfo=None))


def test_data_is_text_and_never_source(template: Path) -> None:
    pdf(template, {**DATA, "title": '#eval("1/0")', "rows": [["#import sys", "]"]]})


def test_a_picture_needs_a_text_alternative(template: Path) -> None:
    template.write_text(
        TEMPLATE + '#picture("chart", alt: "Observed against predicted risk", caption: "Calibration")\n'
    )
    paper = readable(pdf(template, DATA, {"chart": PICTURE}))
    assert b"/Figure" in paper
    assert pdf(template, DATA, {"chart": PICTURE.encode()}) == pdf(template, DATA, {"chart": PICTURE})
    template.write_text(TEMPLATE + '#image("image-chart.svg")\n')
    with pytest.raises(DocumentError, match=r"review\.typ.*alt"):
        pdf(template, DATA, {"chart": PICTURE})


@pytest.mark.parametrize(
    ("data", "images", "message"),
    [
        ({**DATA, "value": float("nan")}, {}, "plain JSON"),
        ({**DATA, "value": {1, 2}}, {}, "plain JSON"),
        (DATA, {"../escape": PICTURE}, "image name"),
        (DATA, {"chart": b"GIF89a"}, "neither SVG, PNG nor JPEG"),
        ({"title": "x"}, {}, "subtitle"),
    ],
)
def test_what_is_wrong_is_said(template: Path, data: dict, images: dict, message: str) -> None:
    with pytest.raises(DocumentError, match=message):
        pdf(template, data, images)


def test_errors_name_template_and_line_but_no_folder_of_the_machine(template: Path) -> None:
    template.write_text(TEMPLATE + "#unknown\n")
    with pytest.raises(DocumentError) as caught:
        pdf(template, DATA)
    assert "review.typ:7" in str(caught.value)
    assert "/tmp" not in str(caught.value)
    with pytest.raises(DocumentError, match="missing"):
        pdf(template.with_name("absent.typ"), DATA)


@pytest.mark.parametrize("outside", ["/etc/hostname", "../../etc/hostname"])
def test_a_template_reads_nothing_outside_its_own_folder(template: Path, outside: str) -> None:
    template.write_text(TEMPLATE + f'#read("{outside}")\n')
    with pytest.raises(DocumentError):
        pdf(template, DATA)


def test_a_template_may_import_its_neighbours(template: Path) -> None:
    template.with_name("parts.typ").write_text('#let greeting = "part of the room"\n')
    template.write_text(TEMPLATE + '#import "parts.typ": greeting\n#greeting\n')
    assert pdf(template, DATA).startswith(b"%PDF")


def test_the_fingerprint_covers_data_and_pictures() -> None:
    prints = {
        fingerprint(DATA),
        fingerprint({**DATA, "text": ""}),
        fingerprint(DATA, {"chart": PICTURE}),
        fingerprint(DATA, {"other": PICTURE}),
    }
    assert len(prints) == 4
    assert all(re.fullmatch("[0-9a-f]{64}", item) for item in prints)


def readable(paper: bytes) -> bytes:
    """The file with its compressed streams opened."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", paper, re.DOTALL)
    opened = [stream if not stream.startswith(b"x") else zlib.decompressobj().decompress(stream) for stream in streams]
    return paper + b"\n".join(opened)
