"""A policy made ready to read: by tier and gate, by question and rule, and what the checks say."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from attending.policies.difference import Difference, Effect
from attending.policies.fields import days, fields_of, hours, listed
from attending.policies.lines import line_of, lines
from attending.policies.lint import Finding, Weight, findings
from attending.policies.model import GATES, TIERS, ConcernRule, GateRule, Policy, TierRule
from attending.policies.problems import PolicyRefused
from attending.policies.reading import read_policy
from attending.policies.vocabulary import EVIDENCE, GATE_WORDS, ROUTE_WORDS, SEATS, SIGNED, TIER_WORDS
from attending.ui.parts import DataTable, Status, SummaryRow

TIER_STATUS = {"low": "neutral", "moderate": "info", "high": "watch"}


@dataclass(frozen=True, slots=True)
class TierCard:
    """What holds in one tier, and its gates."""

    tier: str
    title: str
    answer: str
    rows: Sequence[SummaryRow]
    gates: DataTable


@dataclass(frozen=True, slots=True)
class Check:
    """One finding: how heavy, where in the text, what is wrong and what to do."""

    state: Status
    line: str
    words: str
    mend: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says: problems where it cannot be read, else what the checks say, in short and one by one."""

    problems: Sequence[str]
    checks: Sequence[Check]
    in_short: str
    policy: Policy | None


def people(rule: GateRule) -> str:
    """How many sign, and how many of them clinicians."""
    noun = "person" if rule.quorum == 1 else "people"
    if rule.quorum == rule.clinical_quorum:
        return "1 clinician" if rule.quorum == 1 else f"{rule.quorum} clinicians"
    clinicians = "a clinician" if rule.clinical_quorum == 1 else "clinicians"
    return f"{rule.quorum} {noun}, {rule.clinical_quorum} of them {clinicians}"


def clocks(rule: TierRule | ConcernRule) -> list[SummaryRow]:
    """What holds in a tier, but for its gates; or of front-line concerns."""
    said = [(field.label, field.words(field.of(rule))) for field in fields_of(rule)]
    return [SummaryRow(label, words[0].upper() + words[1:]) for label, words in said]


def at_a_glance(policy: Policy) -> DataTable:
    """Every gate beside every tier."""
    rows = [[GATE_WORDS[gate], *(_glance(policy.tiers[tier].gates[gate]) for tier in TIERS)] for gate in GATES]
    return DataTable(
        ["Gate", *(TIER_WORDS[tier] for tier in TIERS)], rows, "What each gate asks of each tier", stacks=True
    )


def _glance(rule: GateRule) -> str:
    return f"{ROUTE_WORDS[rule.route]}: {people(rule)}"


def tier_cards(policy: Policy) -> list[TierCard]:
    """The three tiers, the laxest first."""
    cards = []
    for tier in TIERS:
        rule = policy.tiers[tier]
        columns = ["Gate", "Review", "Seats that sign", "Who signs", "Evidence", "The approval ends after"]
        gates = [
            [
                GATE_WORDS[gate],
                ROUTE_WORDS[asked.route],
                listed(SEATS[seat] for seat in asked.seats),
                people(asked),
                listed(EVIDENCE[item].title for item in asked.evidence),
                days(asked.expires_after_days),
            ]
            for gate, asked in rule.gates.items()
        ]
        rows = clocks(rule)
        route = ROUTE_WORDS[rule.gates["live"].route]
        answer = f"{route}; reviewed every {days(rule.review_every.days)}"
        cards.append(TierCard(tier, TIER_WORDS[tier], answer, rows, DataTable(columns, gates, "Gates")))
    return cards


def signing_table(policy: Policy) -> DataTable:
    """Who signs what is decided outside the gates."""
    rows = [
        [
            SIGNED[name],
            f"{rule.quorum}",
            f"{rule.clinical_quorum}",
            hours(rule.answer_within_hours) if rule.answer_within_hours else "as agreed",
        ]
        for name, rule in policy.signing.items()
    ]
    headers = ["Decision", "People who sign", "Clinicians among them", "Answer asked within"]
    return DataTable(headers, rows, "Who signs what", numeric=(1, 2))


def questions_table(policy: Policy) -> DataTable:
    """What is asked to decide the tier."""
    rows = [[each.text, "; ".join(each.answers.values())] for each in policy.questions]
    return DataTable(["Question", "Answers, from the least to the most risk"], rows, "Questions that decide the tier")


def rules_table(policy: Policy) -> DataTable:
    """Which answers lead to which tier, the strictest first."""
    asked = {each.key: each for each in policy.questions}
    ordered = sorted(policy.cases, key=lambda case: -TIERS.index(case.tier))
    rows = [
        [
            TIER_WORDS[case.tier],
            case.text,
            "; ".join(
                f"{asked[name].text} {' or '.join(asked[name].answers[each] for each in answers)}"
                for name, answers in case.when.items()
            )
            or "Always",
        ]
        for case in ordered
    ]
    return DataTable(["Tier", "Rule", "It fires where"], rows, "Rules that decide the tier")


def reading(text: str, held_seats: Collection[str]) -> Reading:
    """What a text says: read, and checked."""
    try:
        policy = read_policy(text)
    except PolicyRefused as refused:
        return Reading([str(each) for each in refused.problems], (), "", None)
    found, places = findings(policy, held_seats), lines(text)
    musts = sum(each.weight is Weight.MUST for each in found)
    if not found:
        said = "Nothing is left open."
    else:
        said = f"{musts} to mend before it can be offered, {len(found) - musts} to think about."
    return Reading((), [_check(each, line_of(places, each.key)) for each in found], said, policy)


def checks(found: Sequence[Finding]) -> list[Check]:
    """Findings without their lines."""
    return [_check(each, 0) for each in found]


def _check(found: Finding, line: int) -> Check:
    must = found.weight is Weight.MUST
    state = Status("stop", "Mend") if must else Status("watch", "Think about")
    return Check(state, f"line {line}" if line else "", found.words, found.mend)


def differences_table(changed: Sequence[Difference]) -> DataTable:
    """Every change, where it is, and whether it asks more or less."""
    kinds = {
        Effect.STRICTER: Status("info", "Asks more"),
        Effect.LAXER: Status("watch", "Asks less"),
        Effect.OTHER: Status("neutral", "Neither"),
    }
    rows = [[each.where, each.words, kinds[each.effect]] for each in changed]
    return DataTable(["Where", "What", "It asks"], rows)
