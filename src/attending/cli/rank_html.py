"""A panel's ranking as one HTML file that an executive reads without a statistics course."""

from __future__ import annotations

from functools import partial
from typing import Final

from attending import charts
from attending.analytics.preference import PanelRanking
from attending.cli import rank_paper
from attending.cli.rank_paper import RankPaper
from attending.documents.grid import Grid
from attending.documents.markup import Markup, element, join, trusted
from attending.documents.sheet import answers, grid_table, items, pairs, section, sheet, warnings

_MOST: Final = 200


def rank_html(paper: RankPaper) -> str:
    """The file: the answer, what may be said aloud, the ranking, where the panel disagrees, how it was computed."""
    ranking = paper.ranking
    main = element(
        "main",
        section("The answer", answers(rank_paper.answers(ranking)), _chart(ranking)),
        section("In words", element("p", rank_paper.rerun(ranking)), *_spoken(paper)),
        section("The ranking", _grid(rank_paper.ranking_grid(ranking, _MOST)), _grid(rank_paper.turning_grid(ranking))),
        section(
            "Why",
            _grid(rank_paper.contribution_grid(ranking, _MOST)),
            _grid(rank_paper.weight_grid(ranking)),
        ),
        section(
            "The panel",
            _grid(rank_paper.disagreement_grid(ranking, _MOST)),
            _grid(rank_paper.panel_grid(ranking)),
            _grid(rank_paper.agreement_grid(ranking)),
        ),
        section("How it was computed", *_computed(paper)),
    )
    return sheet(paper.title, _header(paper), main, _footer(paper))


def _header(paper: RankPaper) -> Markup:
    return element(
        "header",
        element("p", "Attending: ranking by a clinical panel", class_="kicker"),
        element("h1", paper.title),
        element("p", paper.summary, class_="lead"),
        warnings((*paper.ranking.notes, *paper.read.warnings)),
    )


def _spoken(paper: RankPaper) -> list[Markup]:
    return [
        join(element("h3", item), element("ul", *items(sentences)))
        for item, sentences in rank_paper.spoken(paper.ranking)
    ]


def _chart(ranking: PanelRanking) -> Markup:
    draw = partial(charts.places, ranking)
    chart = draw()
    return element(
        "figure",
        element("figcaption", element("h3", charts.answer_of(chart)), element("p", charts.note_of(chart))),
        trusted(charts.responsive_svg(lambda width: draw(width=width))),
    )


def _grid(grid: Grid) -> Markup:
    """A table, or a sentence in its place where it has no rows."""
    if grid.rows:
        return grid_table(grid)
    return join(element("h3", grid.heading), element("p", f"Nothing. {grid.note}".strip()))


def _computed(paper: RankPaper) -> list[Markup]:
    run = paper.ranking.resampling
    return [
        element(
            "p",
            "Each score from 1 to 9 becomes a value from 0 to 1 by fixed anchors, so that no use case's value depends "
            "on the others. A use case is worth the mean over those who scored it of their values, weighted by their "
            "own weights (additive value model, Keeney and Raiffa 1976).",
        ),
        element(
            "p",
            f"The meeting was run again {run.samples:,} times: as many panelists drawn with replacement, their weights "
            f"drawn from a Dirichlet distribution around their own (concentration {run.concentration:g}). It was run "
            "once more with the scores as they are and any weights at all, each as likely as any other (SMAA-2, "
            f"Lahdelma and Salminen 2001). Seed {run.seed}: the same file gives the same numbers.",
        ),
        element("h3", "Versions"),
        pairs(paper.versions.items()),
    ]


def _footer(paper: RankPaper) -> Markup:
    sources = [
        element("p", f"Source: {each.name}, {each.rows:,} rows. SHA-256 ", element("code", each.sha256), ".")
        for each in paper.read.files
    ]
    return element("footer", *sources, element("p", "Intervals are 95 % intervals.", class_="muted"))
