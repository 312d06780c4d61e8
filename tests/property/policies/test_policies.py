"""What holds of every policy: its text reads back, what is loosened is found, more risk never means a lower tier."""

from __future__ import annotations

import tomllib
from contextlib import suppress

import jsonschema
from hypothesis import given
from hypothesis import strategies as st

from attending.policies.default import default_policy
from attending.policies.difference import Effect, differences
from attending.policies.lint import Weight, findings, musts
from attending.policies.model import TIERS, Policy
from attending.policies.problems import PolicyRefused
from attending.policies.reading import read_policy
from attending.policies.schema import json_schema
from attending.policies.tiering import tier_of
from tests.property.policies.policies import loosened, policies
from tests.property.policies.policy_text import write_policy

SCHEMA = jsonschema.Draft202012Validator(json_schema())


@given(policies())
def test_a_policy_that_is_written_reads_back_the_same(policy: Policy) -> None:
    text = write_policy(policy)
    assert read_policy(text) == policy
    assert write_policy(read_policy(text)) == text
    assert SCHEMA.is_valid(tomllib.loads(text))


@given(policies(), policies())
def test_policies_differ_where_they_are_not_the_same(before: Policy, after: Policy) -> None:
    assert differences(before, before) == ()
    assert all(each.words and each.where for each in differences(before, after))


@given(policies())
def test_the_lint_has_words_for_every_policy(policy: Policy) -> None:
    assert all(each.words and each.mend and each.key for each in findings(policy, held_seats=()))


@given(loosened())
def test_a_tier_laxer_than_the_one_below_is_found(found: tuple[Policy, str]) -> None:
    policy, place = found
    assert place in {each.key for each in musts(findings(policy))}
    assert any(
        each.key == place and each.effect is not Effect.STRICTER for each in differences(default_policy(), policy)
    )


ANSWERS = st.fixed_dictionaries({each.key: st.sampled_from(list(each.answers)) for each in default_policy().questions})


@given(ANSWERS, st.data())
def test_a_riskier_answer_never_lowers_the_tier(answers: dict[str, str], data: st.DataObject) -> None:
    question = data.draw(st.sampled_from(default_policy().questions))
    order = list(question.answers)
    riskier = data.draw(st.sampled_from(order[order.index(answers[question.key]) :]))
    before, after = (tier_of(default_policy(), given_).tier for given_ in (answers, {**answers, question.key: riskier}))
    assert TIERS.index(after) >= TIERS.index(before)


@given(policies(), st.data())
def test_rules_that_the_lint_lets_pass_give_every_answer_a_tier(policy: Policy, data: st.DataObject) -> None:
    ruled = [each for each in findings(policy) if each.key.startswith(("cases", "questions"))]
    if any(each.weight is Weight.MUST for each in ruled):
        return
    answers = {each.key: data.draw(st.sampled_from(list(each.answers))) for each in policy.questions}
    assert tier_of(policy, answers).tier in TIERS


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(PolicyRefused):
        assert read_policy(text).version
