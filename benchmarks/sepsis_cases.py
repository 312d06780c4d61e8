"""The Sepsis Cases log, figure by figure against what it must give; leaves with 1 where one differs.

    python benchmarks/sepsis_cases.py sepsis_events.parquet

The log is Mannhardt 2016, Sepsis Cases - Event Log (doi:10.4121/uuid:915d2bfb-7e84-49ad-a286-dc35f063a460), as a table
with the columns case_id, activity, timestamp and, because seven pairs of its events agree in these, one that tells
events apart (activity_instance_id). It is not part of this repository. Events are ordered by time, then as in the file.

The figures are counts of the log itself. Those of Mannhardt and Blinde 2017 (CEUR 1859, 72-80), such as 58.5 % of
antibiotics later than 1 h, rest on an alignment with a process model and are printed beside, not compared.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

from attending.analytics.event_log import DrawnStep, RealityCheck, TimeRule, check_reality
from attending.analytics.event_log.results import Outcomes, RuleResult
from attending.sources.events import EventMapping, EventReading, read_event_log

MAPPING = EventMapping(tell_apart=("activity_instance_id",), time_zone="UTC")
TRIAGE = ("ER Sepsis Triage",)
RULES = [
    TimeRule("abx-1h", "Antibiotics within 1 h of sepsis triage", TRIAGE, ("IV Antibiotics",), 60),
    TimeRule("lactate-3h", "Lactate within 3 h of sepsis triage", TRIAGE, ("LacticAcid",), 180, counts_before=True),
]
STEPS = [
    DrawnStep("triage", "Sepsis triage", TRIAGE),
    DrawnStep("lactate", "Lactate", ("LacticAcid",)),
    DrawnStep("antibiotics", "Antibiotics", ("IV Antibiotics",)),
]
FLOWS = [("triage", "lactate"), ("lactate", "antibiotics")]
HOUR, DAY = 3_600, 86_400


def main() -> None:
    """Read the log and compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("log", help="the log as Parquet or CSV")
    reading = read_event_log(parser.parse_args().log, MAPPING)
    check = check_reality(reading.log, steps=STEPS, flows=FLOWS, rules=RULES)
    wrong = 0
    for name, found, expected in figures(reading, check):
        same = found == expected
        wrong += not same
        print(f"{'ok    ' if same else 'DIFFERS'} {name}: {found}{'' if same else f', expected {expected}'}")
    antibiotics = check.rules[0].outcomes
    late = 100 * antibiotics.late / antibiotics.done
    print(f"Beside: {late:.2f} % of antibiotics came later than 1 h; Mannhardt and Blinde 2017 have 58.5 %.")
    raise SystemExit(1 if wrong else 0)


def figures(reading: EventReading, check: RealityCheck) -> Iterator[tuple[str, Any, Any]]:
    """The name of each figure, what was found and what is expected."""
    log = reading.log
    yield "events", check.events, 15_214
    yield "cases", check.cases, 1_050
    yield "activities", len(check.graph.activities), 16
    same_time = int((log.at[1:] == log.at[:-1]).sum()) - int(
        (log.at[log.starts[1:-1]] == log.at[log.starts[1:-1] - 1]).sum()
    )
    yield "neighbouring events at one time", same_time, 4_447
    yield "variants", check.variants.distinct, 846
    yield "cases of the most frequent variants", [each.cases for each in check.variants.top[:5]], [35, 24, 22, 13, 11]
    first = check.variants.top[0].activities
    yield "the most frequent variant", first, ("ER Registration", "ER Triage", "ER Sepsis Triage")
    yield "directly-follows pairs", len(check.graph.edges), 115
    yield "transitions", check.graph.transitions, 14_164
    pairs = {(each.source, each.target): each.count for each in check.graph.edges}
    yield "Leucocytes, then CRP", pairs.get(("Leucocytes", "CRP")), 1_778
    yield "CRP, then Leucocytes", pairs.get(("CRP", "Leucocytes")), 1_445
    yield "ER Registration, then ER Triage", pairs.get(("ER Registration", "ER Triage")), 971
    yield "ER Triage, then ER Sepsis Triage", pairs.get(("ER Triage", "ER Sepsis Triage")), 905
    cases = {each.name: each.cases for each in check.graph.activities}
    yield "cases with sepsis triage", cases.get("ER Sepsis Triage"), 1_049
    yield "cases with antibiotics", cases.get("IV Antibiotics"), 823
    yield "cases with lactate", cases.get("LacticAcid"), 860
    yield "median days from first to last event", _rounded(check.throughput.median_seconds, DAY), 5.34
    yield "mean days from first to last event", _rounded(check.throughput.mean_seconds, DAY, digits=1), 28.5
    yield from _rule("antibiotics", check.rules[0], Outcomes(1_049, 0, 342, 481, 226), done=823, kept=342)
    yield "median hours to antibiotics", _rounded(check.rules[0].median_minutes, 60, digits=3), 1.534
    yield from _rule("lactate", check.rules[1], Outcomes(1_049, 139, 709, 11, 190), done=859, kept=848)
    order = {(pair.earlier, pair.later): pair.share for pair in check.order.pairs} if check.order else {}
    yield "share with lactate before triage", round(100 * order.get(("Sepsis triage", "Lactate"), 0.0), 1), 16.2
    yield "share with antibiotics before lactate", round(100 * order.get(("Lactate", "Antibiotics"), 0.0), 1), 16.0


def _rule(name: str, found: RuleResult, expected: Outcomes, *, done: int, kept: int) -> Iterator[tuple[str, Any, Any]]:
    for outcome in ("activated", "before", "in_time", "late", "missing"):
        yield f"{name}: {outcome.replace('_', ' ')}", getattr(found.outcomes, outcome), getattr(expected, outcome)
    yield f"{name}: done at all", found.outcomes.done, done
    yield f"{name}: kept", found.outcomes.kept(found.rule), kept


def _rounded(value: float | None, unit: float, *, digits: int = 2) -> float | None:
    return None if value is None else round(value / unit, digits)


if __name__ == "__main__":
    main()
