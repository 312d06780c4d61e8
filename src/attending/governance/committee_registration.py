"""What the committee tells the rest of the program at start-up."""

from __future__ import annotations

from attending.decisions import kinds, places
from attending.decisions.events import DecisionMade, ProposalWithdrawn
from attending.governance import committee_guards, committee_handlers, committee_offers, committee_places
from attending.governance import intake_review_guards as review_guards
from attending.governance.evidence import intake_reviews as evidence
from attending.governance.worklist import intake_reviews as review_work
from attending.governance.worklist import meetings as meeting_work
from attending.ledger.guards import register
from attending.program.registries import agenda, clock, events
from attending.program.registries import evidence as evidence_registry
from attending.program.registries import worklist as worklist_registry
from attending.ui import navigation

SECTION = "Committee"


def register_committee() -> None:
    """Guards, handlers, offers, findings, work and pages of meetings and intake reviews; called once, at start-up."""
    for guard in (*committee_guards.GUARDS, *review_guards.GUARDS):
        register(guard)
    events.on(DecisionMade, committee_handlers.on_decision)
    events.on(ProposalWithdrawn, committee_handlers.on_withdrawal)
    clock.register("agendas", committee_handlers.keep_agendas)
    agenda.register(committee_offers.offered)
    places.register(committee_places.places)
    evidence_registry.register(evidence.findings, evidence.ITEM)
    worklist_registry.register(review_work.ReviewsToAnswer())
    worklist_registry.register(review_work.OverdueReviews())
    worklist_registry.register(meeting_work.MeetingsToAttend())
    kinds.register("governance.minutes", "Minutes of a meeting")
    navigation.register("Meetings", "governance:meetings", 41, section=SECTION)
    navigation.register("Reviewers", "governance:intake-reviews", 44, section=SECTION)
    navigation.register("Measured", "governance:measured", 45, section=SECTION)
