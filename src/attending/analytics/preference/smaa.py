"""SMAA-2: how often each item takes each rank when the panel is drawn again, or with any weights at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Final

import numpy as np
from numpy.typing import NDArray

from attending.analytics.estimate import Z
from attending.analytics.preference.completion import CompletedPanel
from attending.analytics.preference.rank_counts import RankCounts, Ranking, chunk_sizes, count_ranks

SEED: Final = 20240601
SAMPLES: Final = 10_000
"""The 95 % error of a probability is then at most 0.01 (Tervonen & Lahdelma 2007)."""

CONCENTRATION: Final = 50.0
"""Of the Dirichlet distribution around each person's weights: a weight of 0.20 then varies by 0.056 (one standard
deviation). Policy of this program: nothing in the literature sets it."""

_UNDRAWN: Final = 1e-9
"""Share of everyone who was not drawn: an item of which no scorer was drawn is valued by all its own scorers alike."""

Draw = Callable[[np.random.Generator, int], tuple[NDArray[np.float64], NDArray[np.float64]]]
"""Values (samples, items) and the panel's weights (samples, criteria) of so many samples."""


@dataclass(frozen=True, eq=False)
class RankAcceptability:
    """Rank acceptability and central weights of every item (Lahdelma & Salminen 2001).

    `acceptability` (items, ranks kept) is the share of samples in which the item takes a rank, `beyond` (items) the
    share below the ranks kept; each item's shares sum to 1, and so do each rank's. `expected_rank` (items) counts from
    1. `first` and `within_top` (items) are the probabilities of rank 1 and of the first `top` ranks, `central_first`
    and `central_top` (items, criteria) the panel's mean weights where that happened, NaN where it never did.
    `ahead[a, b]` is the probability that leader a beats leader b, ties as half; `leaders` are their item numbers.
    `error` is the largest half-width of a 95 % interval that the number of samples leaves to any of these shares.
    """

    acceptability: NDArray[np.float64]
    beyond: NDArray[np.float64]
    expected_rank: NDArray[np.float64]
    first: NDArray[np.float64]
    within_top: NDArray[np.float64]
    central_first: NDArray[np.float64]
    central_top: NDArray[np.float64]
    leaders: NDArray[np.int64]
    ahead: NDArray[np.float64]
    top: int
    samples: int
    seed: int

    @property
    def error(self) -> float:
        """Half the width of the 95 % interval of a share of 1 in 2."""
        return float(Z * np.sqrt(0.25 / self.samples))

    def rank_range(self, share: float = 0.9) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The ranks between which each item lies in that share of the samples, as much left out at either end.

        A rank beyond those kept is given as one more than the last of them.
        """
        tail = (1 - share) / 2
        below = np.cumsum(self.acceptability, axis=1)
        return (below < tail - 1e-12).sum(axis=1) + 1, (below < 1 - tail - 1e-12).sum(axis=1) + 1


def resample_panel(
    panel: CompletedPanel,
    values: NDArray[np.float64],
    *,
    top: int,
    seed: int = SEED,
    samples: int = SAMPLES,
    threads: int = 1,
) -> RankAcceptability:
    """The meeting again and again: panelists drawn with replacement, each with their own weights, a little shaken.

    `values` are the partial values of `panel.scores`. A person's weights are drawn from the Dirichlet distribution
    around them; an item's value is the mean over those of its scorers who were drawn. The same seed gives the same
    result, bit for bit, whatever `threads` is. Raises ValueError for a `top` outside 1 to the number of items.
    """
    groups = _twins(panel, _flat(values))
    return _simulate(
        _meeting(panel, values), _ranking(panel, values, top), values.shape[2], seed, samples, threads, groups
    )


def drawn_values(
    panel: CompletedPanel, values: NDArray[np.float64], *, samples: int, seed: int = SEED
) -> NDArray[np.float64]:
    """The values (samples, items), from 0 to 1, of each meeting that `resample_panel` counts with these two numbers.

    For what has to be done anew with each of them, such as a plan. Raises ValueError for less than one sample.
    """
    draw, items = _meeting(panel, values), values.shape[1]
    return np.concatenate([draw(np.random.default_rng(each), size)[0] for each, size in _tasks(seed, samples, items)])


def _meeting(panel: CompletedPanel, values: NDArray[np.float64]) -> Draw:
    """How the panel meets again: who is there, and with which weights."""
    people, _, criteria = values.shape
    flat, present = _flat(values), panel.available.astype(np.float64)
    concentration = CONCENTRATION * panel.weights

    def draw(rng: np.random.Generator, size: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        shares = rng.multinomial(people, np.full(people, 1 / people), size=size) + _UNDRAWN
        weights = rng.standard_gamma(concentration, size=(size, people, criteria))
        weights *= (shares / weights.sum(axis=2))[:, :, None]
        value = weights.reshape(size, -1) @ flat
        value /= shares @ present
        return value, weights.sum(axis=1) / people

    return draw


def _flat(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Partial values with a row for each panelist's criterion, 0 where the panelist is out; (rows, items)."""
    return np.nan_to_num(values).transpose(0, 2, 1).reshape(-1, values.shape[1])


def any_weights(
    panel: CompletedPanel,
    values: NDArray[np.float64],
    *,
    top: int,
    seed: int = SEED,
    samples: int = SAMPLES,
    threads: int = 1,
) -> RankAcceptability:
    """The scores as they are, with any weights at all: one set for everybody, each as likely as any other.

    SMAA without preference information: what holds in every sample hardly any weighting can change. Arguments and
    errors as for `resample_panel`.
    """
    mean = mean_values(panel, values)
    criteria = len(mean)

    def draw(rng: np.random.Generator, size: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        weights = rng.dirichlet(np.ones(criteria), size=size)
        return weights @ mean, weights

    return _simulate(draw, _ranking(panel, values, top), criteria, seed, samples, threads, _same_columns(mean))


def mean_values(panel: CompletedPanel, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean partial values of each item's scorers, shape (criteria, items)."""
    return np.asarray(np.nansum(values, axis=0).T / panel.available.sum(axis=0))


def _ranking(panel: CompletedPanel, values: NDArray[np.float64], top: int) -> Ranking:
    if not 1 <= top <= len(panel.items):
        raise ValueError(f"There is room for {top} use cases of {len(panel.items)}: choose 1 to {len(panel.items)}.")
    mean = np.nansum(panel.weights[:, None, :] * values, axis=(0, 2)) / panel.available.sum(axis=0)
    return Ranking(np.argsort(-mean, kind="stable"), top)


def _simulate(
    draw: Draw, ranking: Ranking, criteria: int, seed: int, samples: int, threads: int, groups: NDArray[np.int64]
) -> RankAcceptability:
    if threads < 1:
        raise ValueError(f"Give at least one thread, not {threads}.")
    total = ranking.nothing_yet(criteria)
    for counts in _in_order(partial(_chunk, draw, ranking), _tasks(seed, samples, len(ranking.order)), threads):
        total.add(counts)
    return _result(total, ranking, samples, seed, groups)


def _tasks(seed: int, samples: int, items: int) -> list[tuple[np.random.SeedSequence, int]]:
    """The chunks: the seed of each, and its number of samples."""
    if samples < 1:
        raise ValueError(f"Give at least one sample, not {samples}.")
    sizes = chunk_sizes(samples, items)
    return list(zip(np.random.SeedSequence(seed).spawn(len(sizes)), sizes, strict=True))


def _chunk(draw: Draw, ranking: Ranking, task: tuple[np.random.SeedSequence, int]) -> RankCounts:
    """One chunk from its own seed."""
    rng = np.random.default_rng(task[0])
    values, weights = draw(rng, task[1])
    return count_ranks(values, weights, ranking, rng)


def _in_order(
    work: Callable[[tuple[np.random.SeedSequence, int]], RankCounts],
    tasks: list[tuple[np.random.SeedSequence, int]],
    threads: int,
) -> Iterator[RankCounts]:
    """Results in the order of the tasks, with no more of them in memory than threads."""
    if threads == 1:
        yield from map(work, tasks)
        return
    with ThreadPoolExecutor(threads) as pool:
        remaining = iter(tasks)
        running = [pool.submit(work, task) for task in islice(remaining, threads)]
        while running:
            done = running.pop(0).result()
            running += [pool.submit(work, task) for task in islice(remaining, 1)]
            yield done


def _result(
    total: RankCounts, ranking: Ranking, samples: int, seed: int, groups: NDArray[np.int64]
) -> RankAcceptability:
    """Shares from sums; items that are the same in everything are given the mean of their sums."""
    size = np.bincount(groups)

    def alike(sums: NDArray[np.int64] | NDArray[np.float64]) -> NDArray[np.float64]:
        if len(size) == len(groups):
            return sums.astype(np.float64)
        pooled = np.zeros((len(size), *sums.shape[1:]))
        np.add.at(pooled, groups, sums)
        return np.asarray((pooled.T / size).T[groups])

    ranks, first, within = alike(total.ranks), alike(total.first), alike(total.within)
    with np.errstate(invalid="ignore"):
        central_first = alike(total.first_weights) / first[:, None]
        central_top = alike(total.within_weights) / within[:, None]
    return RankAcceptability(
        ranks / samples,
        1 - ranks.sum(axis=1) / samples,
        alike(total.rank_sum) / samples,
        first / samples,
        within / samples,
        central_first,
        central_top,
        ranking.order[: len(total.ahead)],
        total.ahead / samples,
        ranking.top,
        samples,
        seed,
    )


def _twins(panel: CompletedPanel, flat: NDArray[np.float64]) -> NDArray[np.int64]:
    """The group of each item: together are those with the same scores by the same people where it counts."""
    counts = panel.weights.reshape(-1, 1) > 0
    return _same_columns(np.vstack([np.where(counts, flat, 0), panel.available]))


def _same_columns(table: NDArray[np.float64]) -> NDArray[np.int64]:
    """The group of each column: together are those that are equal throughout."""
    return np.unique(table, axis=1, return_inverse=True)[1].reshape(-1)
