"""Who decides: what each option still needs, and which disciplines and seats have to sign."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from attending.decisions.models import Meaning, Packet, Proposal, Signature
from attending.decisions.models.signatures import VOTING
from attending.decisions.rules.eligibility import Standing, meaning_for, voices
from attending.decisions.rules.options import Option, read_options
from attending.decisions.rules.statements import disciplines_in_words, seats_in_words
from attending.decisions.rules.tally import Needed, Vote, needed
from attending.program.models import Discipline, Person, Seat
from attending.ui.parts import Status, SummaryRow


@dataclass(frozen=True, slots=True)
class OptionCard:
    """One option: what it does, what it needs, and the votes it has."""

    key: str
    label: str
    effect: str
    needs: str
    votes: str
    protective: bool


def quorum_text(proposal: Proposal) -> str:
    """How many people decide, in words."""
    people = "1 person" if proposal.quorum == 1 else f"{proposal.quorum} distinct people"
    clinical = f", {_clinicians(proposal.clinical_quorum, proposal.quorum)}" if proposal.clinical_quorum else ""
    if proposal.disciplines:
        clinical += f", one at least for each of {disciplines_in_words(proposal.disciplines)}"
    if any(option.seats for option in read_options(proposal.options)):
        clinical += ", one of them from each seat that has to sign"
    labels = {each["key"]: each["label"] for each in proposal.options}
    alone = proposal.protective_choice and (proposal.quorum > 1 or proposal.clinical_quorum)
    return f"{people}{clinical}" + (f"; {labels[proposal.protective_choice]} takes one person alone" if alone else "")


def discipline_rows(proposal: Proposal, people: Mapping[int, Person], newest: Packet) -> list[SummaryRow]:
    """For each discipline that has to sign: who approved which option on the newest packet, or who is asked."""
    labels = {each["key"]: each["label"] for each in proposal.options}
    signed = [
        each
        for each in proposal.signatures.all()
        if each.packet_id == newest.pk and each.choice and each.meaning != Meaning.AUTHORSHIP
    ]
    rows = []
    for key in proposal.disciplines:
        said = [f"{signer(each)}: {labels[each.choice]}" for each in signed if each.discipline == key]
        asked = [people[each["person"]] for each in proposal.answerable if each["person"] in people]
        names = ", ".join(
            each.printed_name for each in asked if each.discipline == key and each != proposal.proposed_by
        )
        state = Status("ok", "; ".join(said)) if said else Status("pending", "Not yet")
        rows.append(SummaryRow(Discipline(key).label, state, note="" if said else f"Asked: {names}"))
    return rows


def seat_rows(
    proposal: Proposal,
    people: Mapping[int, Person],
    holders: Mapping[str, Collection[int]],
    delegates: Mapping[tuple[int, str], Sequence[Person]],
    newest: Packet,
) -> list[SummaryRow]:
    """For each seat that has to sign: who approved from it on the newest packet, or who holds it now.

    ``holders`` are by seat, ``people`` has all of them, ``delegates`` are by holder and seat. Where the options ask for
    different seats, it says which.
    """
    options = [option for option in read_options(proposal.options) if option.seats]
    labels = {option.key: option.label for option in options}
    signed = [each for each in proposal.signatures.all() if each.packet_id == newest.pk and each.meaning in VOTING]
    rows = []
    for seat in dict.fromkeys(seat for option in options for seat in option.seats):
        asking = [option.label for option in options if seat in option.seats]
        said = [f"{signer(each)}: {labels.get(each.choice, each.choice)}" for each in signed if each.seat == seat]
        others = [
            _or_delegate(people[each], delegates.get((each, seat), ()))
            for each in holders[seat]
            if each != proposal.proposed_by_id
        ]
        waits = f"Waits for {', '.join(sorted(others))}" if others else "Nobody who could sign holds this seat now"
        notes = [f"For {', '.join(asking)}"] if len(asking) < len(options) else []
        notes += [] if said else [waits]
        state = Status("ok", "; ".join(said)) if said else Status("pending", "Not yet")
        rows.append(SummaryRow(Seat(seat).label, state, note=". ".join(notes)))
    return rows


def signer(signature: Signature) -> str:
    """Who signed, and on whose behalf."""
    behalf = signature.on_behalf_of
    return (
        f"{signature.printed_name}, on behalf of {behalf.delegator.printed_name}" if behalf else signature.printed_name
    )


def _or_delegate(holder: Person, delegates: Sequence[Person]) -> str:
    names = " or ".join(each.printed_name for each in delegates)
    return f"{holder.printed_name} (or {names} on their behalf)" if names else holder.printed_name


def missing_for(proposal: Proposal, option: Option, votes: Sequence[Vote]) -> Needed:
    """What is missing until these votes decide for an option."""
    return needed(
        votes,
        option.key,
        quorum=proposal.quorum,
        clinical_quorum=proposal.clinical_quorum,
        protective_choice=proposal.protective_choice,
        disciplines=proposal.disciplines,
        seats=option.seats,
    )


def option_cards(proposal: Proposal, votes: Sequence[Vote], standing: Standing, *, person: Person) -> list[OptionCard]:
    """The options that this person may sign for, in the proposal's order, with what their signature would do."""
    options = [each for each in read_options(proposal.options) if voices(standing, meaning_for(each, standing))]
    return [_card(proposal, option, votes, standing, person) for option in options]


def _card(proposal: Proposal, option: Option, votes: Sequence[Vote], standing: Standing, person: Person) -> OptionCard:
    meaning = meaning_for(option, standing)
    author = meaning == Meaning.AUTHORSHIP
    before = missing_for(proposal, option, votes)
    seat = voices(standing, meaning, missing=before.seats)[0].seat
    mine = Vote(person.pk, option.key, person.is_clinician, author, person.discipline, seat)
    after = missing_for(proposal, option, [*votes, mine])
    if after.people:
        needs = f"After you, {_people(after.people)} must sign{_among(after)}."
    else:
        needs = "Your signature decides."
    cast = len({vote.signer for vote in votes if vote.choice == option.key})
    return OptionCard(
        key=option.key,
        label=option.label,
        effect=option.effect,
        needs=f"You proposed this, so you sign as its author. {needs}" if author else needs,
        votes=f"{cast} signed" if cast else "",
        protective=option.key == proposal.protective_choice,
    )


def _among(after: Needed) -> str:
    """Who has to be among those who still sign: which disciplines, and clinicians where these are not enough."""
    for_them = f", for {disciplines_in_words(after.disciplines)}" if after.disciplines else ""
    for_them += f", from the seat of {seats_in_words(after.seats)}" if after.seats else ""
    more_clinicians = after.clinicians > sum(Discipline(each).clinical for each in after.disciplines)
    return for_them + (f", {_clinicians(after.clinicians, after.people)}" if more_clinicians else "")


def _people(number: int) -> str:
    return "1 more person" if number == 1 else f"{number} more people"


def _clinicians(number: int, of: int) -> str:
    """How many of those who sign are clinicians, as an apposition."""
    if of == 1:
        return "a clinician"
    return "1 of them a clinician" if number == 1 else f"{number} of them clinicians"
