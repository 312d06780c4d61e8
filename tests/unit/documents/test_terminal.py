"""A grid in a terminal: aligned, and never wider than it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attending.documents.grid import Grid
from attending.documents.terminal import printable, table
from attending.review.report.text import review_text
from tests.unit.review.papers import paper

GRID = Grid(
    "By diagnosis",
    ("Diagnosis", "n", "AUROC", "O:E"),
    [
        ("respiratory or multi-organ failure with sepsis", "3,514", "0.784 (0.768 to 0.799)", "0.95 (0.91 to 0.99)"),
        ("coma", "596", "\N{EN DASH}", "1.04 (0.98 to 1.09)"),
    ],
    (1, 2, 3),
)


def test_one_line_a_row_where_it_fits() -> None:
    lines = table(GRID, 120)
    assert len(lines) == 4
    assert len({len(line) for line in lines}) == 1
    assert lines[3].startswith("coma ")
    assert lines[2].endswith("0.784 (0.768 to 0.799)  0.95 (0.91 to 0.99)")


def test_intervals_go_below_and_names_wrap_where_it_does_not() -> None:
    lines = [line.rstrip() for line in table(GRID, 70)]
    assert [line.split("  ")[0] for line in lines[2:]] == [
        "respiratory or multi-organ",
        "failure with sepsis",
        "coma",
        "",
    ]
    assert lines[2].endswith("3,514           0.784          0.95")
    assert lines[3].endswith("       0.768 to 0.799  0.91 to 0.99")
    assert len({len(line) for line in lines}) == 1


@pytest.mark.parametrize("width", [80, 100, 120])
def test_a_review_is_never_wider_than_the_terminal(width: int) -> None:
    text = review_text(paper(), width=width)
    tables = text[text.index("OVERALL") : text.index("SOURCE")]
    assert max(len(line) for line in tables.splitlines()) <= width
    assert "No events among" in " ".join(text.split())


@given(st.lists(st.tuples(*[st.text("ab (1", max_size=12)] * 6), min_size=1, max_size=4), st.integers(40, 120))
def test_no_cell_is_lost(rows: list[tuple[str, ...]], width: int) -> None:
    lines = table(Grid("", ("first", "a", "b", "c", "d", "e"), rows, (2, 3)), width)
    printed = "".join("".join(lines).split())
    for cell in (cell for row in rows for cell in row):
        assert all(word.strip("()") in printed for word in cell.split())


def test_what_would_steer_the_terminal_is_replaced() -> None:
    assert printable("a\x1b[2J\u202eb\u00a0c") == "a\ufffd[2J\ufffdb c"
