"""Answers without a tier, a riskier answer with a lower one, and tiers that nothing reaches."""

from __future__ import annotations

from collections.abc import Iterator

from attending.policies.fields import listed
from attending.policies.lint.finding import Finding, must, should
from attending.policies.model import TIERS, Policy, TierCase, TierQuestion
from attending.policies.tiering import fires
from attending.policies.vocabulary import TIER_WORDS


def question_findings(policy: Policy) -> Iterator[Finding]:
    """The questions and the rules together. What is said of tiers supposes that no riskier answer lowers one."""
    if not policy.questions:
        yield must("no-question", "questions", "The policy asks nothing, so every AI is alike.", "Add a question.")
        return
    falling = list(_falling(policy))
    yield from falling
    yield from _undecided(policy)
    if not falling:
        yield from _reach(policy)
    used = {name for case in policy.cases for name in case.when}
    for place, question in enumerate(policy.questions, start=1):
        if question.key not in used:
            words = f"“{question.text}” is asked, and no rule uses its answer."
            yield should("idle-question", f"questions[{place}]", words, "Use it in a rule, or take it out.")


def _falling(policy: Policy) -> Iterator[Finding]:
    """Rules that list an answer and not a riskier one: whoever answers the riskier one may come into a lower tier."""
    questions = {question.key: question for question in policy.questions}
    for place, case in enumerate(policy.cases, start=1):
        for name, of in case.when.items():
            answers = list(questions[name].answers)
            least = min(answers.index(each) for each in of)
            missing = [each for each in answers[least:] if each not in of]
            if missing:
                words = (
                    f"The rule “{case.text}” fires for {_quoted(of)} and not for the riskier {_quoted(missing)} of "
                    f"“{questions[name].text}”"
                )
                yield must("riskier-and-lower", f"cases[{place}].when.{name}", words, f"Add {_quoted(missing)} to it.")


def _undecided(policy: Policy) -> Iterator[Finding]:
    lowest = {question.key: next(iter(question.answers)) for question in policy.questions}
    if not any(fires(case, lowest) for case in policy.cases):
        words = "For the least risky answers no rule fires, so such an AI has no tier."
        yield must("no-tier", "cases", words, "Add a last rule of tier low whose when is empty: when = {}.")


def _reach(policy: Policy) -> Iterator[Finding]:
    """A rule decides nothing where even its least risky answers come into a higher tier; a tier, where no rule does."""
    deciding: set[str] = set()
    for place, case in enumerate(policy.cases, start=1):
        answers = _least(case, policy.questions)
        higher = [
            each for each in policy.cases if TIERS.index(each.tier) > TIERS.index(case.tier) and fires(each, answers)
        ]
        if higher:
            words = f"The rule “{case.text}” never decides: wherever it fires, so does “{higher[0].text}”"
            yield should("rule-never-decides", f"cases[{place}]", words, "Take it out, or narrow the other one.")
        else:
            deciding.add(case.tier)
    for tier in TIERS:
        if tier not in deciding:
            words = f"No answers lead to {TIER_WORDS[tier]}."
            yield must("tier-out-of-reach", "cases", words, "Add a rule that leads there, or narrow those above it.")


def _least(case: TierCase, questions: tuple[TierQuestion, ...]) -> dict[str, str]:
    return {
        question.key: next(each for each in question.answers if each in case.when.get(question.key, question.answers))
        for question in questions
    }


def _quoted(words: tuple[str, ...] | list[str]) -> str:
    return listed(f'"{word}"' for word in words)
