"""The proposal page, which is also where a refused signature comes back to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from attending.decisions import places as meeting_places
from attending.decisions import queries
from attending.decisions.forms import ChoiceForm
from attending.decisions.models import Packet, Proposal
from attending.decisions.notes import notes
from attending.decisions.presenters import pages
from attending.decisions.presenters import votes as who_signs
from attending.decisions.presenters.packets import packet_view
from attending.decisions.rules.delegations import Voice
from attending.decisions.rules.eligibility import meaning_for, refusal, voices
from attending.decisions.rules.options import Option, read_options
from attending.program.models import Person
from attending.program.registries.pages import url_of


def choice_form(
    option: Option, places: Sequence[Voice], packet: Packet, owners: Sequence[Person], data: Any = None
) -> ChoiceForm:
    """The form of one option, for the places this person may sign from."""
    return ChoiceForm(data, option=option, voices=places, owners=owners, initial={"packet_sha256": packet.sha256})


def owners_for(proposal: Proposal) -> Sequence[Person]:
    """Who can own a condition, where an option asks for conditions."""
    if any(option.conditions_required for option in read_options(proposal.options)):
        return list(queries.people_of(proposal.organisation_id))
    return ()


def show_proposal(
    request: HttpRequest,
    acting: Person,
    proposal: Proposal,
    *,
    refused: str = "",
    wrong: ChoiceForm | None = None,
) -> HttpResponse:
    """The page; ``refused`` says why a signature was not taken, ``wrong`` is a choice that has to be mended."""
    newest = max(proposal.packets.all(), key=lambda packet: packet.version)
    standing = queries.standing(proposal, acting)
    blocked = refusal(standing)
    votes = queries.votes(newest)
    owners = owners_for(proposal) if blocked is None else ()
    options = {option.key: option for option in read_options(proposal.options)}
    choices = []
    if blocked is None:
        for card in who_signs.option_cards(proposal, votes, standing, person=acting):
            mended = wrong if wrong is not None and wrong.option.key == card.key else None
            option = options[card.key]
            missing = who_signs.missing_for(proposal, option, votes).seats
            places = voices(standing, meaning_for(option, standing), missing=missing)
            choices.append((card, mended or choice_form(option, places, newest, owners), mended is not None))
    decision = getattr(proposal, "decision", None)
    subject = queries.subject_of(proposal)
    holders = queries.holders_of_required_seats(proposal)
    everybody = set().union(*holders.values())
    delegates = queries.delegates_of(everybody, use_case_id=proposal.use_case_id, kind=proposal.kind) if holders else {}
    asked = {each["person"] for each in proposal.answerable}
    people = queries.people_by_number(sorted(asked | everybody))
    context = {
        "proposal": proposal,
        "state": pages.state_of(proposal, decision),
        "ask": pages.ask_rows(proposal, people, url_of(subject) if subject else ""),
        "subject_url": url_of(subject) if subject else "",
        "packet": packet_view(newest),
        "earlier_packets": [packet for packet in proposal.packets.all() if packet.version < newest.version],
        "choices": choices,
        "options": read_options(proposal.options),
        "blocked": str(blocked) if blocked else "",
        "asks_me": blocked is None,
        "may_step_aside": blocked is None and not standing.proposer,
        "may_take_back": standing.proposer and standing.state == "open",
        "signatures": pages.signature_cards(list(proposal.signatures.all()), proposal.options, newest),
        "disciplines": who_signs.discipline_rows(proposal, people, newest),
        "seats": who_signs.seat_rows(proposal, people, holders, delegates, newest) if decision is None else [],
        "recusals": [(each.person.printed_name, each.reason) for each in proposal.recusals.all()],
        "withdrawal": getattr(proposal, "withdrawal", None),
        "decision": pages.decision_rows(decision) if decision else [],
        "outcome": decision.outcome_label if decision else "",
        "conditions": pages.condition_cards(decision.conditions.all()) if decision else [],
        "notes": notes(decision) if decision else (),
        "dissent": pages.dissent_rows(decision) if decision else [],
        "places": meeting_places.places(proposal),
        "refused": refused,
        "wrong": wrong,
    }
    return render(request, "decisions/proposal.html", context, status=422 if refused or wrong else 200)
