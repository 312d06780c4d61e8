"""Whatever is done in whatever order: blind, handed in for good, interests left out, the same ranking again."""

from __future__ import annotations

from typing import Any

import numpy as np
from django.db import transaction
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from attending.analytics.preference import rank_panel
from attending.program.models import Person
from attending.program.rules import Refused
from attending.strategy.actions.panel.closing import close_round
from attending.strategy.actions.panel.criteria import drop_criterion
from attending.strategy.actions.panel.rounds import begin_scoring, open_next_round
from attending.strategy.actions.panel.scoring import declare_conflict, hand_in, save_scores
from attending.strategy.models import ConflictOfInterest, Panel, PanelState, Score, ScoreSheet
from attending.strategy.queries import panel_ranking as rankings
from attending.strategy.queries import panels as queries
from attending.strategy.queries.panel_judgements import judged
from tests.integration.house import begin_with_house
from tests.integration.strategy.panels import judges, prepared

PEOPLE, TITLES, KEYS = 3, ("Sepsis", "Falls"), ("burden", "benefit")
people = st.integers(0, PEOPLE - 1)
items = st.integers(0, len(TITLES) - 1)
values = st.integers(1, 9)


class Machine(RuleBasedStateMachine):
    """One panel of three; every attempt either stands or changes nothing."""

    @initialize()
    def begin(self) -> None:
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.house = begin_with_house()
        self.people: list[Person] = judges(self.house, PEOPLE)
        self.panel = prepared(self.house, TITLES, self.people)
        for each in queries.criteria_of(self.panel):
            if each.key not in KEYS:
                drop_criterion(self.house.cmio, self.panel, each.key)
        begin_scoring(self.house.cmio, self.panel)
        self.items = queries.items_of(self.panel)
        self.given: dict[int, frozenset[tuple[int, int, int]]] = {}

    def attempt(self, action: Any, *arguments: Any, **named: Any) -> None:
        try:
            with transaction.atomic():
                action(*arguments, **named)
        except Refused:
            pass

    @rule(who=people, item=items, scores=st.dictionaries(st.sampled_from(KEYS), values))
    def score(self, who: int, item: int, scores: dict[str, int]) -> None:
        self.attempt(save_scores, self.people[who], self.panel, self.items[item], scores)

    @rule(who=people, low=values, high=values)
    def score_everything(self, who: int, low: int, high: int) -> None:
        for item in self.items:
            self.attempt(save_scores, self.people[who], self.panel, item, dict(zip(KEYS, (low, high), strict=True)))
        self.attempt(hand_in, self.people[who], self.panel)

    @rule(who=people)
    def give(self, who: int) -> None:
        self.attempt(hand_in, self.people[who], self.panel)

    @rule(who=people, item=items)
    def declare(self, who: int, item: int) -> None:
        self.attempt(declare_conflict, self.people[who], self.panel, self.items[item], "Mine.")

    @rule()
    def go_on(self) -> None:
        if Panel.objects.get(pk=self.panel.pk).state == PanelState.DISCUSSION:
            self.attempt(open_next_round, self.house.cmio, self.panel, due_on=timezone.localdate())
        else:
            self.attempt(close_round, self.house.cmio, self.panel)

    @invariant()
    def what_was_handed_in_stays(self) -> None:
        if not hasattr(self, "given"):
            return
        for sheet in ScoreSheet.objects.filter(handed_in_at__isnull=False):
            scores = frozenset(Score.objects.filter(sheet=sheet).values_list("item_id", "criterion_id", "value"))
            assert self.given.setdefault(sheet.pk, scores) == scores

    @invariant()
    def everybody_sees_their_own_scores_only(self) -> None:
        round_ = queries.open_round(self.panel) if hasattr(self, "given") else None
        for person in self.people if round_ else ():
            own = queries.own_sheet(queries.panelist_of(self.panel, person), round_)
            if own is not None:
                theirs = Score.objects.filter(sheet__panelist__person=person)
                seen = {*own.scores.items(), *own.before.items()}
                assert seen <= {((each.item_id, each.criterion_id), each.value) for each in theirs}

    @invariant()
    def a_score_with_an_interest_never_counts(self) -> None:
        found = judged(self.panel, self.panel.rounds.last()) if hasattr(self, "given") else None
        if found is None:
            return
        row = {pk: at for at, pk in enumerate(found.people())}
        column = {pk: at for at, pk in enumerate(found.items.values())}
        for each in ConflictOfInterest.objects.all():
            if each.panelist_id in row:
                assert np.isnan(found.judgements.usable[row[each.panelist_id], column[each.item_id]]).all()

    @invariant()
    def a_ranking_comes_out_the_same_again_and_none_shows_early(self) -> None:
        if not hasattr(self, "given"):
            return
        state = Panel.objects.get(pk=self.panel.pk).state
        newest = rankings.newest(self.house.cmio.organisation)
        assert newest is None or state == PanelState.CLOSED
        if newest is not None:
            kept = rankings.kept(newest).ranking
            again = rank_panel(rankings.judgements_behind(newest), top=kept.top, seed=self.panel.seed)
            assert again == kept

    def teardown(self) -> None:
        if hasattr(self, "savepoint"):
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)


class PanelMachine(TestCase):
    """The machine, inside one test's transaction; each run is rolled back."""

    def test_any_order_of_actions(self) -> None:
        effort = settings(max_examples=min(settings().max_examples // 4, 40), stateful_step_count=10)
        run_state_machine_as_test(Machine, settings=effort)
