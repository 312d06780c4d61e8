"""``attending rank``: what it prints and writes, that its forms agree, and that it writes all or nothing."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from attending.analytics.preference import PanelRanking, from_document, words
from attending.cli.rank import app

pytestmark = pytest.mark.no_cover

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "examples"
PANEL, WEIGHTS = EXAMPLES / "panel.csv", EXAMPLES / "weights.csv"


def rank(*words: object, code: int = 0) -> Result:
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert result.exit_code == code, (result.output, result.exception)
    return result


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture(scope="module")
def document() -> dict:
    return json.loads(rank(PANEL, "--weights", WEIGHTS, "--top", 2, "--format", "json").stdout)


@pytest.fixture(scope="module")
def ranking(document) -> PanelRanking:
    return from_document(document["ranking"])


def test_the_example_of_the_how_to_is_ranked(ranking, document):
    assert [item.item for item in ranking.items][:3] == ["Radiology triage", "Discharge letters", "Sepsis alert"]
    assert [each.item for each in ranking.having("stable winner")] == ["Radiology triage"]
    assert [(cell.item, cell.criterion) for cell in ranking.cells if cell.disagreement] == [
        ("Sepsis alert", "feasibility")
    ]
    assert {each.panelist: each.recused for each in ranking.panel}["D. Huang"] == ("Radiology triage",)
    assert {each["name"]: each["rows"] for each in document["files"]} == {"panel.csv": 141, "weights.csv": 20}


def test_the_table_says_what_the_document_says(ranking):
    text = plain(rank(PANEL, "--weights", WEIGHTS, "--top", 2).stdout)
    assert text.startswith("What the panel would do first\n6 panelists scored 6 use cases on 4 criteria")
    assert "Stable winners (1): Radiology triage; came in the top 2 in at least 80 % of the re-runs." in text
    for item in ranking.items:
        share = words.share(item.resampled.within_top)
        assert re.search(rf"{item.item} +{item.verdict} +{plain(share)} +{item.rank} ", text), item.item
    assert "No-show calls, feasibility" in text
    assert max(map(len, text.splitlines())) <= 100


def test_the_page_is_whole_in_itself_and_says_the_same(ranking, tmp_path):
    page = tmp_path / "ranking.html"
    said = rank(PANEL, "--weights", WEIGHTS, "--top", 2, "--format", "html", "-o", page, "--title", "Spring <panel>")
    assert said.stdout == ""
    html = page.read_text()
    without_style = re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    assert not re.search(r"<(script|link|img|iframe|object|embed|base|form)\b", without_style)
    assert not re.search(r'\s(src|href|srcset|on\w+|style)="', without_style)
    assert re.findall(r"<h1>(.*?)</h1>", html) == ["Spring &lt;panel&gt;"]
    headings = re.findall(r"<h2[^>]*>(.*?)</h2>", html)
    assert headings == ["The answer", "In words", "The ranking", "Why", "The panel", "How it was computed"]
    for item in ranking.items:
        assert f">{100 * item.value:.1f}</td>" in html


def test_the_same_seed_gives_the_same_file_whatever_the_threads(tmp_path):
    files = [tmp_path / name for name in ("one.json", "two.json", "other.json")]
    for path, options in zip(files, ((), ("--threads", 3), ("--seed", 7)), strict=True):
        rank(PANEL, "--top", 2, "--samples", 2_500, "--format", "json", "-o", path, *options)
    one, two, other = (path.read_bytes() for path in files)
    assert one == two
    assert one != other


def test_one_use_case_and_one_panelist_are_answered(tmp_path):
    path = tmp_path / "small.csv"
    path.write_text("panelist,item,criterion,score\nOkafor,Letters,benefit,7\n")
    text = rank(path, "--top", 1).stdout
    assert "Note: Only Okafor scored" in text
    assert "Note: There is one use case" in text
    assert "Nothing. 0 of 0 cells" in text


@pytest.mark.parametrize(
    ("rows", "words", "told"),
    [
        (
            "A,X,c,5\nA,Y,c,12\n",
            ("--top", 1),
            ("panel.csv, line 3, column score, value '12'", "rule: A score is a whole"),
        ),
        ("A,X,c,5\n", (), ("say with --top how many of the 1 use cases",)),
        ("A,X,c,5\n", ("--top", 2), ("There is room for 2 use cases of 1: choose 1 to 1",)),
        ("A,X,c,\n", ("--top", 1), ("X has no score on c: nobody scored it",)),
        ("", ("--top", 1), ("a header and no rows",)),
        ("A,X,c,5\n", ("--top", 1, "--weights", "none.csv"), ("none.csv", "There is no such file")),
    ],
)
def test_what_cannot_be_ranked_ends_with_2_and_leaves_nothing(rows, words, told, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "panel.csv"
    path.write_text(f"panelist,item,criterion,score\n{rows}")
    said = rank(path, *words, "--format", "html", "-o", tmp_path / "out.html", code=2)
    for each in told:
        assert each in said.stderr
    assert said.stdout == ""
    assert [each.name for each in tmp_path.iterdir()] == ["panel.csv"]


def test_the_file_itself_is_never_written_over(tmp_path):
    path = tmp_path / "panel.csv"
    path.write_bytes(PANEL.read_bytes())
    assert "is the log itself" in rank(path, "--top", 2, "-o", path, code=2).stderr
    assert path.read_bytes() == PANEL.read_bytes()


@pytest.mark.parametrize(
    "words", [("--top", 0), ("--samples", 10), ("--threads", 0), ("--format", "pdf"), ("--seed", -1)]
)
def test_wrong_use_ends_with_2(words):
    rank(PANEL, *words, code=2)
