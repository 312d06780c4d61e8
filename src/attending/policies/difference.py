"""What changes from one policy to another, in words that a committee can talk about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from attending.policies.fields import Field, Rule, fields_of, listed
from attending.policies.model import TIERS, Policy, TierCase, TierQuestion
from attending.policies.vocabulary import EVIDENCE, FACTS, GATE_WORDS, SEATS, SIGNED, TIER_WORDS


class Effect(StrEnum):
    """Whether a change asks more, asks less, or neither can be said."""

    STRICTER = "stricter"
    LAXER = "laxer"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Difference:
    """One change: its place in the text, where it is in words, what is said of it, and whether it asks more or less."""

    key: str
    where: str
    words: str
    effect: Effect


def differences(before: Policy, after: Policy) -> tuple[Difference, ...]:
    """Every change, in the order of the text: signing, concerns, questions, rules, tiers, gates. Equal ones have none.

    The names of the versions themselves are not compared.
    """
    return tuple(_all(before, after))


def _all(before: Policy, after: Policy) -> Iterator[Difference]:
    for name, signing in after.signing.items():
        yield from _rule(f"signing.{name}", SIGNED[name], before.signing[name], signing)
    yield from _rule("concerns", "Front-line concerns", before.concern_clock, after.concern_clock)
    yield from _questions(before, after)
    yield from _cases(before, after)
    for tier in TIERS:
        old, new = before.tiers[tier], after.tiers[tier]
        yield from _rule(f"tiers.{tier}", TIER_WORDS[tier], old, new)
        for gate, rule in new.gates.items():
            where = f"{TIER_WORDS[tier]}: {GATE_WORDS[gate]}"
            yield from _rule(f"tiers.{tier}.gates.{gate}", where, old.gates[gate], rule)


def _rule(key: str, where: str, before: Rule, after: Rule) -> Iterator[Difference]:
    for field in fields_of(after):
        old, new = field.of(before), field.of(after)
        if old != new:
            yield Difference(f"{key}.{field.key}", where, _words(field, old, new), _effect(field, old, new))


def _effect(field: Field, old: object, new: object) -> Effect:
    laxer, stricter = field.laxer(new, old), field.laxer(old, new)
    if laxer == stricter:
        return Effect.OTHER
    return Effect.LAXER if laxer else Effect.STRICTER


def _words(field: Field, old: object, new: object) -> str:
    titles = _TITLES.get(field.key)
    if titles is not None and isinstance(old, tuple) and isinstance(new, tuple) and set(old) != set(new):
        came = [titles[each] for each in new if each not in old]
        went = [titles[each] for each in old if each not in new]
        said = [f"now also {listed(came)}"] * bool(came) + [f"no longer {listed(went)}"] * bool(went)
        return f"{field.label}: {'; '.join(said)}."
    if titles is not None:
        return f"{field.label}: in another order."
    return f"{field.label}: {field.words(new)}, before {field.words(old)}."


_TITLES: Mapping[str, Mapping[str, str]] = {
    "seats": SEATS,
    "evidence": {key: item.title for key, item in EVIDENCE.items()},
    "reopens": FACTS,
}


def _questions(before: Policy, after: Policy) -> Iterator[Difference]:
    old = {each.key: each for each in before.questions}
    new = {each.key: each for each in after.questions}
    for key, question in new.items():
        where = "Questions for the tier"
        if key not in old:
            yield Difference(f"questions.{key}", where, f"New: “{question.text}”", Effect.OTHER)
        elif (said := _question(old[key], question)) is not None:
            yield Difference(f"questions.{key}", where, said, Effect.OTHER)
    for key, question in old.items():
        if key not in new:
            yield Difference(f"questions.{key}", "Questions for the tier", f"Gone: “{question.text}”", Effect.OTHER)
    if list(old) != list(new) and set(old) == set(new):
        yield Difference("questions", "Questions for the tier", "Asked in another order.", Effect.OTHER)


def _question(old: TierQuestion, new: TierQuestion) -> str | None:
    if old.text != new.text:
        return f"Now asked as “{new.text}”, before “{old.text}”"
    if list(old.answers.items()) != list(new.answers.items()):
        return f"“{new.text}”: its answers are now {listed(f'“{each}”' for each in new.answers.values())}."
    return None


def _cases(before: Policy, after: Policy) -> Iterator[Difference]:
    old = {each.key: each for each in before.cases}
    new = {each.key: each for each in after.cases}
    for key, case in new.items():
        if key not in old:
            words = f"New, {TIER_WORDS[case.tier].lower()}: {case.text}"
            yield Difference(f"cases.{key}", "Rules for the tier", words, Effect.STRICTER)
        elif (found := _case(old[key], case)) is not None:
            yield Difference(f"cases.{key}", "Rules for the tier", *found)
    for key, case in old.items():
        if key not in new:
            yield Difference(f"cases.{key}", "Rules for the tier", f"Gone: {case.text}", Effect.LAXER)
    if list(old) != list(new) and set(old) == set(new):
        yield Difference("cases", "Rules for the tier", "They stand in another order.", Effect.OTHER)


def _case(old: TierCase, new: TierCase) -> tuple[str, Effect] | None:
    if old.tier != new.tier:
        lower = TIERS.index(new.tier) < TIERS.index(old.tier)
        words = f"{new.text} Now {TIER_WORDS[new.tier].lower()}, before {TIER_WORDS[old.tier].lower()}."
        return words, Effect.LAXER if lower else Effect.STRICTER
    if old.when != new.when:
        return f"{new.text} It fires for other answers.", Effect.OTHER
    if old.text != new.text:
        return f"Now reads “{new.text}”, before “{old.text}”", Effect.OTHER
    return None
