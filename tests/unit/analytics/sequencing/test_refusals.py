"""What is no planning question is refused before anything is solved, by name and with what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from attending.analytics.sequencing import (
    After,
    Capability,
    Effort,
    EitherOr,
    Initiative,
    Limits,
    Must,
    Never,
    NoPlan,
    Problem,
    StartIn,
    Together,
    Unsound,
    alternatives,
    conflict,
    gives,
    greedy,
    limit_prices,
    obstacles,
    set_aside,
    solve,
)
from tests.unit.analytics.sequencing.hospital import CAPABILITIES, FEED, LIMITS, NOTES, SEPSIS, hospital

REFUSED: dict[str, tuple[Callable[[], object], str]] = {
    "no initiative": (lambda: hospital(initiatives=()), "There is no initiative to plan"),
    "no quarter": (lambda: hospital(quarters=()), "at least one quarter"),
    "two quarters alike": (lambda: hospital(quarters=("a", "b", "c", "a")), "two quarter 'a'"),
    "two initiatives alike": (lambda: hospital(initiatives=(FEED, FEED)), "two initiative 'feed'"),
    "two capabilities alike": (lambda: hospital(capabilities=CAPABILITIES * 2), "two capability 'vitals'"),
    "5,000 initiatives": (
        lambda: hospital(initiatives=tuple(replace(NOTES, key=f"n{i}") for i in range(5000))),
        "5,000 initiatives are more than the 1,000",
    ),
    "discount": (lambda: hospital(discount=1.2), "discount is 1.2; give a number above 0 and at most 1"),
    "beyond": (lambda: hospital(beyond=-1), "beyond the plan are -1"),
    "limit too short": (
        lambda: hospital(limits=replace(LIMITS, change_load={"ICU": (3.0,)})),
        "change load on 'ICU' has 1 amounts; give one for each of the 4 quarters",
    ),
    "limit below 0": (
        lambda: hospital(limits=replace(LIMITS, change_load={"ICU": (3.0, -1.0, 3.0, 3.0)})),
        "Limit change load on 'ICU' is -1; give a number, 0 or more",
    ),
    "unknown resource": (
        lambda: hospital(initiatives=(replace(NOTES, demand={"clinicain hours": (3.0,)}),)),
        r"'notes' has demand on 'clinicain hours', which is not known \(known: clinician hours, money\)",
    ),
    "unknown upkeep": (lambda: hospital(initiatives=(replace(NOTES, upkeep={"x": 1.0}),)), "has upkeep on 'x'"),
    "unknown unit": (
        lambda: hospital(initiatives=(replace(NOTES, change_load={"ER": (1.0,)}),)),
        "change load on 'ER'",
    ),
    "unknown need": (lambda: hospital(initiatives=(replace(NOTES, needs=("x",)),)), "needs capability 'x'"),
    "unknown built": (lambda: hospital(initiatives=(replace(NOTES, builds=("x",)),)), "builds capability 'x'"),
    "wish for nobody": (lambda: hospital(wishes=(Must("x"),)), "names initiative 'x', which is not in the plan's list"),
    "wish beyond the plan": (lambda: hospital(wishes=(Must("notes", 4),)), "speaks of quarter 4; give 0 to 3"),
    "start before the plan": (lambda: hospital(wishes=(StartIn("notes", -1),)), "speaks of quarter -1"),
    "together alone": (lambda: hospital(wishes=(Together(("notes",)),)), "names notes; name two or more"),
    "either nothing": (lambda: hospital(wishes=(EitherOr(()),)), "names nobody"),
    "after itself": (lambda: hospital(wishes=(After("notes", "notes"),)), "name two or more that differ"),
    "no title": (lambda: replace(NOTES, title=""), "needs a key and a title"),
    "duration": (lambda: replace(NOTES, duration=0), "duration is 0; give whole quarters, 1 or more"),
    "gate": (lambda: replace(NOTES, gate=-1), "gate is -1"),
    "start to come": (lambda: replace(NOTES, start=2), "start is 2, after the plan's first quarter"),
    "value below 0": (lambda: replace(NOTES, value=-3), "value is -3; give a number, 0 or more"),
    "value not a number": (lambda: replace(NOTES, value=float("nan")), "value is nan"),
    "demand too short": (
        lambda: replace(NOTES, duration=2),
        "demand on 'clinician hours' has 1 amounts; give one for each of its 2 quarters",
    ),
    "demand below 0": (lambda: replace(NOTES, demand={"money": (-1.0,)}), "demand on 'money' is -1"),
    "upkeep below 0": (lambda: replace(NOTES, upkeep={"money": -1.0}), "upkeep on 'money' is -1"),
    "needed twice": (lambda: replace(NOTES, needs=("a", "a")), "needs a capability twice"),
    "capability without key": (lambda: Capability("", "x"), "needs a key and a title"),
    "end value": (lambda: Capability("a", "A", end_value=-1), "end value is -1"),
    "nodes": (lambda: Effort(nodes=0), "nodes is 0"),
    "gap": (lambda: Effort(gap=1.0), "gap is 1"),
    "seconds": (lambda: Effort(seconds=0), "seconds is 0"),
    "threads": (lambda: Effort(threads=0), "threads and the work are 1 or more"),
    "step": (lambda: limit_prices(hospital(), solve(hospital()), step=0.0), "step is 0"),
    "differ": (lambda: alternatives(hospital(), solve(hospital()), differ=0), "differ and most are 1 or more"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused_with_its_name_and_what_to_do(case: str) -> None:
    make, words = REFUSED[case]
    with pytest.raises(ValueError, match=words):
        make()


def builder(key: str, *, needs: str, builds: str) -> Initiative:
    return Initiative(key, f"Builder {key}", 1.0, needs=(needs,), builds=(builds,))


def circle() -> Problem:
    return Problem(
        ("Q1", "Q2", "Q3"),
        (builder("x", needs="a", builds="b"), builder("y", needs="b", builds="a"), builder("z", needs="b", builds="c")),
        (Capability("a", "Feed"), Capability("b", "Consent"), Capability("c", "Board")),
    )


def test_a_circle_of_capabilities_is_told_once_with_its_chain() -> None:
    with pytest.raises(Unsound) as refused:
        solve(circle())
    (found,) = refused.value.obstacles
    assert found.kind == "circle"
    assert found.chain == ("a", "y", "b", "x", "a")
    assert found.initiatives == ("x", "y", "z")
    assert str(refused.value) == (
        "Capabilities wait for one another in a circle: Feed is built by Builder y, which needs Consent; Consent is "
        "built by Builder x, which needs Feed. So Builder x, Builder y, Builder z can never start: take one of these "
        "needs away, or say that one of these capabilities is there."
    )


def test_a_circle_with_another_way_in_is_none() -> None:
    problem = circle()
    other = Initiative("w", "Bought feed", 0.0, builds=("a",))
    assert obstacles(replace(problem, initiatives=(*problem.initiatives, other))) == ()


def test_a_capability_nobody_builds_is_named_with_who_waits_for_it() -> None:
    with pytest.raises(Unsound, match=r"Vital signs \(vitals\) is needed by Sepsis alert, but no initiative builds it"):
        greedy(hospital(initiatives=(SEPSIS, NOTES)))
    (found,) = obstacles(hospital(initiatives=(SEPSIS, NOTES)))
    assert (found.kind, found.chain, found.initiatives) == ("unbuilt", ("vitals",), ("sepsis",))


def test_who_can_never_start_can_be_set_aside() -> None:
    problem, found = set_aside(hospital(initiatives=(SEPSIS, NOTES)))
    assert problem.wishes == (Never("sepsis"),)
    assert len(found) == 1
    assert solve(problem).starts == {"notes": 1}


def test_what_takes_longer_than_the_plan_is_left_out_and_said() -> None:
    long = replace(NOTES, duration=6, demand={})
    assert solve(hospital(initiatives=(long, FEED))).out == ("feed", "notes")
    asked = hospital(initiatives=(long, FEED), wishes=(Must("notes"),))
    found = conflict(asked)
    assert found is not None
    assert found.words == ("Ambient notes is in the plan",)
    assert found.facts == ("Ambient notes cannot finish before the plan ends",)
    assert gives(asked).limits is None


def test_a_budget_no_plan_meets_says_what_would_have_to_give() -> None:
    poor = hospital(
        limits=Limits({"clinician hours": (100.0,) * 4, "money": (120.0,) * 4}, {"ICU": (3.0,) * 4}),
        wishes=(Must("notes", 2),),
    )
    with pytest.raises(NoPlan):
        solve(poor)
    found = conflict(poor)
    assert found is not None
    assert set(found.words) == {"Ambient notes starts by 2027 Q3", "money in 2027 Q2", "money in 2027 Q3"}
    given = gives(poor)
    assert given.limits is not None
    assert [(each.place.name, each.over) for each in given.limits] == [("money", 80.0)]
    assert given.wishes == (0,)


def test_what_gives_is_least_beside_the_whole_limit_not_beside_what_running_work_leaves() -> None:
    """A tenth more money does; beside it, clinician hours would have to be four times as many."""
    asked = Problem(
        ("2027 Q1", "2027 Q2"),
        (
            Initiative("runs", "Running", 0.0, duration=2, demand={"money": (100.0, 100.0)}, start=0),
            Initiative("buy", "Feed, bought", 0.0, demand={"money": (10.0,)}, builds=("feed",)),
            Initiative("make", "Feed, made", 0.0, demand={"hours": (40.0,)}, builds=("feed",)),
            Initiative("alert", "Alert", 1.0, needs=("feed",)),
        ),
        (Capability("feed", "Feed"),),
        Limits(resources={"money": (100.0,) * 2, "hours": (10.0,) * 2}),
        (Must("alert"),),
    )
    given = gives(asked)
    assert given.limits is not None
    assert [(each.place.name, each.limit, each.needed) for each in given.limits] == [("money", 100.0, 110.0)]


def test_where_no_budget_helps_the_time_to_build_is_named() -> None:
    hasty = hospital(wishes=(Must("sepsis", 0),))
    found = conflict(hasty)
    assert found is not None
    assert set(found.words) == {"Sepsis alert needs Vital signs", "Sepsis alert starts by 2027 Q1"}
    assert found.facts[0] == "Vital signs can be there from 2027 Q2 at the earliest"
    assert gives(hasty).limits is None


def test_there_is_no_conflict_where_there_is_a_plan() -> None:
    assert conflict(hospital()) is None


def test_nothing_left_to_decide_is_a_plan_too() -> None:
    done = hospital(initiatives=(replace(FEED, start=-1),))
    plan = solve(done)
    assert (plan.starts, plan.value, plan.verdict) == ({"feed": -1}, 0, "proven best")
    with pytest.raises(NoPlan):
        solve(replace(done, wishes=(Never("feed"),)))
