"""Counting votes, who may sign, what is said, and the text of a screen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attending.decisions.models import Meaning, ProposalState
from attending.decisions.presenters.screens import visible_text
from attending.decisions.rules.conditions import checked
from attending.decisions.rules.eligibility import Standing, meaning_for, refusal, seats_to_sign_from
from attending.decisions.rules.options import Option, read_options
from attending.decisions.rules.refusals import InvalidCondition, InvalidProposal, NotEligible
from attending.decisions.rules.statements import statement
from attending.decisions.rules.tally import Needed, Outcome, Vote, needed, outcome

STANDING = Standing(
    state=ProposalState.OPEN,
    active=True,
    same_organisation=True,
    proposer=False,
    recused=False,
    signed_newest=False,
    held=frozenset({"clinical_owner", "committee_member"}),
    asked_in=("clinical_owner",),
    eligible=("cmio", "committee_member"),
    protective_choice="pause",
)
GO = Option("go", "Go", "It goes.")
PAUSE = Option("pause", "Pause", "It stops.", meaning=Meaning.RESPONSIBILITY)

DISCIPLINES = ("nursing", "medicine", "operations")
SEATS = ("clinical_owner", "cmio")
votes = st.lists(
    st.builds(Vote, st.integers(1, 6), st.sampled_from(["go", "pause"]), st.booleans(), st.booleans()), max_size=8
)
one_vote_each = st.lists(
    st.tuples(
        st.sampled_from(["go", "pause"]),
        st.sampled_from((*DISCIPLINES, "technology")),
        st.booleans(),
        st.sampled_from((*SEATS, "")),
    ),
    max_size=6,
).map(
    lambda cast: [
        Vote(at, choice, discipline in {"nursing", "medicine"}, author and at == 0, discipline, seat)
        for at, (choice, discipline, author, seat) in enumerate(cast)
    ]
)


@given(votes, st.integers(1, 4), st.integers(0, 4), st.sampled_from(["", "pause"]))
def test_an_outcome_has_its_quorum_of_distinct_people(
    cast: list[Vote], quorum: int, clinical: int, protective: str
) -> None:
    clinical = min(clinical, quorum)
    for choice in ("go", "pause"):
        reached = outcome(cast, choice, quorum=quorum, clinical_quorum=clinical, protective_choice=protective)
        mine = [vote for vote in cast if vote.choice == choice]
        approving = any(not vote.author for vote in mine)
        if choice == protective:
            assert (reached is not None) == approving
            continue
        people = {vote.signer for vote in mine}
        clinicians = {vote.signer for vote in mine if vote.clinical}
        assert (reached is not None) == (len(people) >= quorum and len(clinicians) >= clinical and approving)


@given(
    one_vote_each,
    st.integers(1, 4),
    st.integers(0, 3),
    st.sets(st.sampled_from(DISCIPLINES)),
    st.sets(st.sampled_from(SEATS)),
)
def test_what_is_missing_is_the_fewest_people_who_could_complete_it(
    cast: list[Vote], quorum: int, clinical: int, disciplines: set[str], seats: set[str]
) -> None:
    """Held against trying: adding that many of the best placed people decides, and one fewer of any never does."""
    rule = {"quorum": quorum, "clinical_quorum": min(clinical, quorum), "protective_choice": "pause"}
    rule |= {"disciplines": tuple(sorted(disciplines)), "seats": tuple(sorted(seats))}
    missing = needed(cast, "go", **rule)
    wanted = zip([*missing.disciplines, *["nursing"] * 4], [*missing.seats, *[""] * 9], strict=False)
    helpers = [
        Vote(100 + at, "go", each != "operations", discipline=each, seat=seat) for at, (each, seat) in enumerate(wanted)
    ]
    assert outcome([*cast, *helpers[: missing.people]], "go", **rule) is not None
    for fewer in combinations(helpers, missing.people - 1) if missing.people else ():
        assert outcome([*cast, *fewer], "go", **rule) is None


def test_an_author_does_not_speak_for_their_discipline_and_protecting_needs_none() -> None:
    rule = {"quorum": 2, "clinical_quorum": 1, "protective_choice": "pause", "disciplines": ("nursing", "medicine")}
    author = Vote(1, "go", clinical=True, author=True, discipline="nursing")
    physician = Vote(2, "go", clinical=True, discipline="medicine")
    assert needed([author, physician], "go", **rule) == Needed(1, 0, ("nursing",))
    assert outcome([author, physician, Vote(3, "go", True, discipline="nursing")], "go", **rule) == Outcome("go", 2)
    assert outcome([Vote(4, "pause", False, discipline="nursing")], "pause", **rule) == Outcome("pause", 1)


def test_who_is_asked_by_name_for_a_discipline_signs_in_it_without_a_seat() -> None:
    named = replace(STANDING, asked_in=(), eligible=(), held=frozenset(), discipline="nursing")
    assert named.by_name
    assert seats_to_sign_from(named) == ("",)
    assert refusal(named) is None
    lost = replace(named, asked_in=("clinical_owner",))
    assert seats_to_sign_from(lost) == ("",)
    assert seats_to_sign_from(replace(lost, held=frozenset({"clinical_owner"}))) == ("clinical_owner",)


def test_what_is_missing_is_said_in_people() -> None:
    cast = [Vote(1, "go", clinical=False, author=True)]
    rule = {"quorum": 2, "clinical_quorum": 1, "protective_choice": "pause"}
    assert (needed(cast, "go", **rule).people, needed(cast, "go", **rule).clinicians) == (1, 1)
    assert needed([], "go", **rule).people == 2
    assert needed([], "pause", **rule).people == 1


def test_the_seat_one_was_asked_in_comes_first() -> None:
    assert seats_to_sign_from(STANDING) == ("clinical_owner", "committee_member")
    assert seats_to_sign_from(replace(STANDING, held=frozenset({"board_member"}))) == ()
    assert seats_to_sign_from(replace(STANDING, held=frozenset({"board_member"})), "authorship") == ("board_member",)


def test_a_lapsed_seat_is_named() -> None:
    lapsed = refusal(replace(STANDING, held=frozenset()))
    assert isinstance(lapsed, NotEligible)
    assert "Clinical owner" in str(lapsed)


def test_a_proposer_is_the_author_of_all_but_the_protective_choice() -> None:
    proposer = replace(STANDING, proposer=True)
    assert meaning_for(GO, proposer) == Meaning.AUTHORSHIP
    assert meaning_for(PAUSE, proposer) == Meaning.RESPONSIBILITY
    assert meaning_for(GO, STANDING) == Meaning.APPROVAL


@pytest.mark.parametrize("meaning", Meaning)
def test_a_statement_names_person_seat_packet_and_meaning(meaning: Meaning) -> None:
    choice = "" if meaning == Meaning.REVIEW else "Pause"
    named = {"printed_name": "A. Person", "discipline": "nursing", "packet_sha256": "3f2a", "version": 2}
    said = statement(seat="clinical_owner", meaning=meaning, choice=choice, **named)
    assert said.startswith("I, A. Person, in the seat of Clinical owner,")
    without = statement(seat="", meaning=meaning, choice=choice, **named)
    assert without == said.replace("in the seat of Clinical owner", "for the discipline of Nursing")
    assert "packet 3f2a version 2" in said
    assert said.endswith(f"Meaning of my signature: {meaning.label.lower()}.")
    assert (": Pause." in said) == bool(choice)


@pytest.mark.parametrize(
    "wrong",
    [
        [{"key": "Go!", "label": "Go", "effect": "x"}],
        [{"key": "go", "label": "", "effect": "x"}],
        [{"key": "go", "label": "Go", "effect": "x", "meaning": "review"}],
        [{"key": "go", "label": "Go", "effect": "x", "expires_after_days": 0}],
        [{"key": "go", "label": "Go", "effect": "x", "colour": "red"}],
        [GO, GO],
        [],
    ],
)
def test_options_that_cannot_be_chosen_are_refused(wrong: list[object]) -> None:
    with pytest.raises(InvalidProposal):
        read_options(wrong)


def test_options_read_back_what_they_wrote() -> None:
    full = Option("go", "Go", "It goes.", reasons=("A", "B"), reason_required=True, expires_after_days=30)
    assert read_options([full.as_document()]) == (full,)


@pytest.mark.parametrize("condition", [{}, {"text": "x", "owner": 1}, {"text": "x", "owner": 1, "due_on": "soon"}])
def test_a_condition_is_whole(condition: dict[str, object]) -> None:
    option = Option("change", "Change", "x", conditions_required=True)
    with pytest.raises(InvalidCondition):
        checked([condition], option, today=date(2026, 1, 1))


def test_the_text_of_a_screen_is_what_can_be_read() -> None:
    html = (
        "<style>p{}</style><h2>One  two</h2><dl><dt>n</dt><dd>4,301</dd></dl><script>alert(1)</script>"
        "<table><tr><td>a</td><td>b &amp; c</td></tr></table>"
        "<svg><title>Predicts too little</title><desc>A line.</desc><text>0.5</text></svg><p>End</p>"
    )
    assert visible_text(html).split("\n") == [
        "One two",
        "n",
        "4,301",
        "| a | b & c",
        "Predicts too little",
        "A line.",
        "End",
    ]
