"""A panel's ranking: what must hold whatever the panel says."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attending.analytics.preference import (
    PanelJudgements,
    PanelRanking,
    RankAcceptability,
    additive_values,
    any_weights,
    complete_panel,
    drawn_values,
    from_document,
    partial_values,
    rank_panel,
    resample_panel,
    to_document,
)
from attending.analytics.preference.dominance import certain_places
from attending.analytics.preference.smaa import mean_values

SAMPLES = 4_000


@st.composite
def panels(draw: st.DrawFn, *, gaps: bool = True) -> PanelJudgements:
    """A panel of 1 to 5 on 1 to 6 items and 1 to 4 criteria; with `gaps`, scores and weights may be missing."""
    people, items, criteria = draw(st.integers(1, 5)), draw(st.integers(1, 6)), draw(st.integers(1, 4))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    scores = rng.integers(1, 10, (people, items, criteria)).astype(float)
    recused = np.zeros((people, items), dtype=bool)
    weights = rng.dirichlet(np.ones(criteria), people)
    if gaps:
        # The first panelist always scores everything, so that no cell is left without a score.
        scores[1:][rng.random((people - 1, items, criteria)) < 0.2] = np.nan
        recused[1:] = rng.random((people - 1, items)) < 0.2
        weights[rng.random(people) < 0.2] = np.nan
    return PanelJudgements(
        names("item", items), names("criterion", criteria), names("person", people), scores, recused, weights
    )


def names(kind: str, count: int) -> tuple[str, ...]:
    return tuple(f"{kind} {number}" for number in range(count))


def resampled(judgements: PanelJudgements, **options: int) -> RankAcceptability:
    panel = complete_panel(judgements)
    settings_ = {"top": 1, "samples": 500, **options}
    return resample_panel(panel, partial_values(panel.scores, panel.criteria), **settings_)


def ranked(judgements: PanelJudgements) -> PanelRanking:
    return rank_panel(judgements, top=1, samples=300)


@given(judgements=panels())
@settings(max_examples=25, deadline=None)
def test_contributions_sum_to_the_value_and_the_value_is_the_mean_of_the_scorers(judgements: PanelJudgements) -> None:
    for item in ranked(judgements).items:
        assert sum(item.contributions.values()) == pytest.approx(item.value, abs=1e-12)
        assert np.mean(list(item.by_panelist.values())) == pytest.approx(item.value, abs=1e-12)
        assert len(item.by_panelist) == item.scorers >= 1
        assert 0 <= item.value <= 1


@given(judgements=panels(), samples=st.integers(1, 40))
@settings(max_examples=25, deadline=None)
def test_the_values_that_plans_are_made_with_are_those_that_ranks_are_counted_of(
    judgements: PanelJudgements, samples: int
) -> None:
    panel = complete_panel(judgements)
    drawn = drawn_values(panel, partial_values(panel.scores, panel.criteria), samples=samples)
    assert drawn.shape == (samples, len(panel.items))
    gaps = drawn[:, :, None] - drawn[:, None, :]
    better = (gaps > 1e-6).sum(axis=1)
    level = (np.abs(gaps) <= 1e-6).sum(axis=1) - 1
    rank, mine = resampled(judgements, samples=samples).expected_rank, 1 + better.mean(axis=0)
    assert (rank >= mine - 1e-9).all()
    assert (rank <= mine + level.mean(axis=0) + 1e-9).all()


@given(judgements=panels(), top=st.integers(1, 6))
@settings(max_examples=30, deadline=None)
def test_a_place_that_is_certain_is_taken_in_every_sample(judgements: PanelJudgements, top: int) -> None:
    panel = complete_panel(judgements)
    values = partial_values(panel.scores, panel.criteria)
    places = min(top, len(panel.items))
    found = any_weights(panel, values, top=places, samples=400)
    mean = mean_values(panel, values)
    for i in range(len(panel.items)):
        twins = int((abs(mean - mean[:, [i]]) < 1e-9).all(axis=0).sum())
        # Of items that are the same one may come after the other by chance.
        if certain_places(mean, i) + twins - 1 <= places:
            assert found.within_top[i] == pytest.approx(1)


@given(judgements=panels(), place=st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_a_higher_score_never_lowers_an_item(judgements: PanelJudgements, place: object) -> None:
    """Of a person who scored it, with the filling of blank cells left as it is."""
    panel = complete_panel(judgements)
    p, i = (int(each) for each in place.choice(np.argwhere(panel.available).tolist()))
    c = place.randrange(len(panel.criteria))
    raised = panel.scores.copy()
    raised[p, i, c] = min(9, raised[p, i, c] + 1)
    before = additive_values(panel, partial_values(panel.scores, panel.criteria)).value
    after = additive_values(panel, partial_values(raised, panel.criteria)).value
    assert after[i] >= before[i]
    assert np.array_equal(np.delete(after, i), np.delete(before, i))
    assert (after > after[i]).sum() <= (before > before[i]).sum()
    drawn, again = (
        resample_panel(panel, partial_values(scores, panel.criteria), top=1, samples=400)
        for scores in (panel.scores, raised)
    )
    assert again.expected_rank[i] <= drawn.expected_rank[i] + 0.2


@given(judgements=panels(), seed=st.integers(0, 1000))
@settings(max_examples=30, deadline=None)
def test_another_item_reorders_none_of_the_others(judgements: PanelJudgements, seed: int) -> None:
    people, _, criteria = judgements.scores.shape
    new = np.random.default_rng(seed).integers(1, 10, (people, 1, criteria)).astype(float)
    larger = replace(
        judgements,
        items=(*judgements.items, "new"),
        scores=np.concatenate([judgements.scores, new], axis=1),
        recused=np.concatenate([judgements.recused, np.zeros((people, 1), dtype=bool)], axis=1),
    )
    before = {item.item: item.value for item in ranked(judgements).items}
    after = {item.item: item.value for item in ranked(larger).items}
    # Someone who scored nothing before and now scores the new item becomes part of the panel, with own weights.
    if complete_panel(judgements).panelists == complete_panel(larger).panelists:
        assert {name: after[name] for name in before} == before
        assert [name for name in after if name in before] == list(before)


@given(judgements=panels(), seed=st.integers(0, 1000))
@settings(max_examples=15, deadline=None)
def test_threads_change_nothing(judgements: PanelJudgements, seed: int) -> None:
    one, two, three = (resampled(judgements, seed=seed, samples=2_500, threads=count) for count in (1, 2, 3))
    for other in (two, three):
        for name in ("acceptability", "expected_rank", "central_first", "central_top", "ahead"):
            assert np.array_equal(getattr(one, name), getattr(other, name), equal_nan=True), name


@given(judgements=panels(), seed=st.integers(0, 1000))
@settings(max_examples=25, deadline=None)
def test_the_scores_of_a_person_with_a_conflict_have_no_influence(judgements: PanelJudgements, seed: int) -> None:
    other = np.random.default_rng(seed).integers(1, 10, judgements.scores.shape).astype(float)
    changed = replace(judgements, scores=np.where(judgements.recused[:, :, None], other, judgements.scores))
    assert to_document(ranked(changed)) == to_document(ranked(judgements))


@given(judgements=panels())
@settings(max_examples=25, deadline=None)
def test_acceptabilities_are_doubly_stochastic(judgements: PanelJudgements) -> None:
    panel = complete_panel(judgements)
    values = partial_values(panel.scores, panel.criteria)
    for found in (resampled(judgements), any_weights(panel, values, top=1, samples=500)):
        assert found.acceptability.sum(axis=0) == pytest.approx(np.ones(len(panel.items)), abs=1e-9)
        assert found.acceptability.sum(axis=1) == pytest.approx(np.ones(len(panel.items)), abs=1e-9)
        assert found.within_top.sum() == pytest.approx(1, abs=1e-9)
        places = np.arange(1, len(panel.items) + 1)
        assert found.expected_rank == pytest.approx(found.acceptability @ places, abs=1e-9)
        low, high = found.rank_range()
        assert ((low >= 1) & (low <= high) & (high <= len(panel.items))).all()
        reached = found.central_first[found.first > 0]
        assert reached.sum(axis=1) == pytest.approx(np.ones(len(reached)), abs=1e-6)


@given(judgements=panels(), seed=st.integers(0, 1000))
@settings(max_examples=12, deadline=None)
def test_the_order_of_the_list_plays_no_part(judgements: PanelJudgements, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(judgements.items))
    turned = replace(
        judgements,
        items=tuple(judgements.items[i] for i in order),
        scores=judgements.scores[:, order],
        recused=judgements.recused[:, order],
    )
    assert [each.item for each in ranked(turned).items] == [each.item for each in ranked(judgements).items]
    here, there = resampled(judgements, samples=SAMPLES), resampled(turned, samples=SAMPLES)
    noise = 5 * np.sqrt(2 * 0.25 / SAMPLES)
    assert there.acceptability == pytest.approx(here.acceptability[order], abs=noise)


@given(judgements=panels(), twin=st.integers(0, 5))
@settings(max_examples=20, deadline=None)
def test_items_that_are_the_same_fare_the_same(judgements: PanelJudgements, twin: int) -> None:
    i = twin % len(judgements.items)
    doubled = replace(
        judgements,
        items=(*judgements.items, "twin"),
        scores=np.concatenate([judgements.scores, judgements.scores[:, i : i + 1]], axis=1),
        recused=np.concatenate([judgements.recused, judgements.recused[:, i : i + 1]], axis=1),
    )
    found = resampled(doubled)
    assert np.array_equal(found.acceptability[i], found.acceptability[-1])
    assert (found.first[i], found.within_top[i]) == (found.first[-1], found.within_top[-1])
    pair = {item.item: item for item in ranked(doubled).items}
    assert pair["twin"].rank == pair[f"item {i}"].rank
    assert f"item {i}" in pair["twin"].tied_with


@given(judgements=panels())
@settings(max_examples=20, deadline=None)
def test_a_document_is_read_back_as_it_was(judgements: PanelJudgements) -> None:
    ranking = ranked(judgements)
    assert from_document(json.loads(json.dumps(to_document(ranking), allow_nan=False))) == ranking


@given(judgements=panels(gaps=False))
@settings(max_examples=30, deadline=None)
def test_what_is_said_to_turn_an_order_turns_it(judgements: PanelJudgements) -> None:
    """Everyone's weight moved as told, or everyone's scores, brings the two items level (or the lower one ahead)."""
    panel = complete_panel(judgements)
    values = partial_values(panel.scores, panel.criteria)
    for pair in ranked(judgements).neighbours:
        upper, lower = (panel.items.index(name) for name in (pair.upper, pair.lower))
        for change in pair.overtaking.weights:
            c = panel.criteria.index(change.criterion)
            moved = shifted(panel.weights, c, change.needed)
            worth = additive_values(replace(panel, weights=moved), values).value
            assert worth[lower] == pytest.approx(worth[upper], abs=1e-9)
        for step in pair.overtaking.scores:
            c = panel.criteria.index(step.criterion)
            for points, enough in ((step.points, True), (step.points - 1, False)):
                scores = panel.scores.copy()
                scores[:, lower, c] = np.minimum(scores[:, lower, c] + points, 9)
                worth = additive_values(panel, partial_values(scores, panel.criteria)).value
                if points:
                    assert (worth[lower] >= worth[upper] - 1e-9) == enough


def shifted(weights: np.ndarray, c: int, mean: float) -> np.ndarray:
    """Everyone's weights mixed with all, or with none, on criterion c until the mean weight is `mean`."""
    target = np.zeros_like(weights)
    if mean >= weights[:, c].mean():
        target[:, c] = 1
    else:
        rest = weights.copy()
        rest[:, c] = 0
        left = rest.sum(axis=1, keepdims=True)
        target = np.where(left > 0, rest / np.where(left > 0, left, 1), weights)
    span = target[:, c].mean() - weights[:, c].mean()
    share = (mean - weights[:, c].mean()) / span if span else 0.0
    return (1 - share) * weights + share * target
