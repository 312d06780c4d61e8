"""The verdict at a gate: nothing that the policy requires is ever lacking unless a signed exception stands for it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attending.governance.rules import gates
from attending.policies.model import GateRule
from attending.program.models.deployments import State
from attending.program.models.use_cases import Stage
from attending.program.registries.evidence import Finding, FindingState
from attending.program.rules import TRANSITIONS

ITEMS = ("risk-tier", "workflow-map", "residual-risk", "panel", "effort")
LACKING = {FindingState.MISSING, FindingState.PARTIAL, FindingState.STALE}

findings = st.lists(
    st.builds(
        Finding,
        item=st.sampled_from(ITEMS),
        title=st.sampled_from(("One", "Two")),
        state=st.sampled_from(FindingState),
        summary=st.just("As found."),
        as_of=st.one_of(st.none(), st.just(datetime(2026, 1, 1, tzinfo=UTC))),
        link=st.just("/there/"),
    )
)
required = st.lists(st.sampled_from(ITEMS), unique=True).map(tuple)
exceptions = st.dictionaries(st.sampled_from(ITEMS), st.just(date(2026, 12, 31)))


def rule(evidence: tuple[str, ...]) -> GateRule:
    return GateRule("full", ("clinical_owner",), 2, 1, evidence, 24, 365)


@given(required, findings, exceptions)
def test_an_item_blocks_exactly_when_it_is_required_lacks_something_and_has_no_exception(
    evidence: tuple[str, ...], found: list[Finding], excepted: dict[str, date]
) -> None:
    stands = gates.standing(rule(evidence), found, excepted)
    said = {item: [each.state for each in found if each.item == item] for item in ITEMS}
    lacking = {item for item in evidence if not said[item] or LACKING & set(said[item])}
    assert {line.item for line in stands.blocking} == lacking - set(excepted)
    assert {line.item for line in stands.excepted} == lacking & set(excepted)


@given(required, findings, exceptions)
def test_every_item_is_shown_once_the_required_ones_in_the_order_of_the_policy(
    evidence: tuple[str, ...], found: list[Finding], excepted: dict[str, date]
) -> None:
    stands = gates.standing(rule(evidence), found, excepted)
    assert tuple(line.item for line in stands.required) == evidence
    assert sorted(line.item for line in stands.lines) == sorted({*evidence, *(each.item for each in found)})


@given(required, findings, exceptions)
def test_more_evidence_that_is_met_never_closes_a_gate(
    evidence: tuple[str, ...], found: list[Finding], excepted: dict[str, date]
) -> None:
    more = [*found, *(Finding(item, "Met", FindingState.MET, "", None, "") for item in ITEMS)]
    before = gates.standing(rule(evidence), found, excepted).blocking
    after = gates.standing(rule(evidence), more, excepted).blocking
    assert {line.item for line in after} <= {line.item for line in before}


@given(required, findings)
def test_the_sentence_names_what_keeps_the_gate_closed(evidence: tuple[str, ...], found: list[Finding]) -> None:
    stands = gates.standing(rule(evidence), found, {})
    assert ("closed" in stands.sentence) == bool(stands.blocking)
    assert all(line.title.lower() in stands.sentence for line in stands.blocking)


@given(st.sampled_from(Stage))
def test_a_use_case_is_asked_through_the_next_gate_or_its_own_again(stage: Stage) -> None:
    order = list(Stage)
    place = order.index(stage)
    following = str(order[place + 1]) if place + 1 < len(order) else gates.CLOSE
    assert gates.gates_from(stage) == ((following,) if place == 0 else (following, str(stage)))


@given(st.sampled_from(State))
def test_a_deployment_is_asked_only_into_a_use_that_it_can_reach_or_is_in(state: State) -> None:
    reachable = {each for each in (State.PILOT, State.LIVE) if each in TRANSITIONS[state] or each == state}
    assert set(gates.go_live_gates_from(state)) == reachable


@given(st.sampled_from((*State.values, *Stage.values)), st.sampled_from((*State.values, *Stage.values)))
def test_an_approval_covers_its_own_and_one_for_live_a_pilot(covers: str, needed: str) -> None:
    assert gates.covering(covers, needed) == (covers == needed or (covers, needed) == ("live", "pilot"))


@pytest.mark.parametrize(("days", "refused"), [(0, True), (1, False), (90, False), (91, True)])
def test_an_exception_lasts_from_one_to_ninety_days(days: int, refused: bool) -> None:
    today = date(2026, 12, 1)
    assert bool(gates.excepted_days_refusal(today, today + timedelta(days=days))) == refused
