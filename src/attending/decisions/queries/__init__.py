"""Every read of decisions; a constant number of queries each."""

from attending.decisions.queries.conditions import condition, open_conditions, overdue_to_accept
from attending.decisions.queries.delegations import delegates_of, delegation, delegations_of, received_by
from attending.decisions.queries.proposals import (
    decision_of,
    decisions_about,
    decisions_on,
    deployments_of,
    newest_packet,
    open_proposals,
    open_proposals_about,
    people_by_number,
    people_of,
    proposal,
    proposals,
    signature,
    signature_by_key,
    subject_of,
    use_case_of,
    votes,
)
from attending.decisions.queries.seats import holders, holders_of_required_seats, seats_on_subject
from attending.decisions.queries.standing import Asked, standing, standings_of, waiting_for

__all__ = [
    "Asked",
    "condition",
    "decision_of",
    "decisions_about",
    "decisions_on",
    "delegates_of",
    "delegation",
    "delegations_of",
    "deployments_of",
    "holders",
    "holders_of_required_seats",
    "newest_packet",
    "open_conditions",
    "open_proposals",
    "open_proposals_about",
    "overdue_to_accept",
    "people_by_number",
    "people_of",
    "proposal",
    "proposals",
    "received_by",
    "seats_on_subject",
    "signature",
    "signature_by_key",
    "standing",
    "standings_of",
    "subject_of",
    "use_case_of",
    "votes",
    "waiting_for",
]
