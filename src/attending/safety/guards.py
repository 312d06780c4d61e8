"""What the database itself refuses: what was raised, answered, reported, judged and closed stays."""

from __future__ import annotations

from attending.ledger.entry_guards import NEWEST_TIME, dated, entering
from attending.ledger.guards import append_only
from attending.ledger.step_guards import steps

CODE = "a code for concerns is closed, never changed or removed"
RAISED = "a concern is raised at an open code, about an AI on its unit"
INCIDENT = "what was reported stands, and an incident is closed by somebody else once its actions are"
ACTION = "an action stands as it was agreed, and once closed as it was done"
CLOSED = "an incident that is closed stays as it is"

_NOT_OPEN = (
    "EXISTS (SELECT 1 FROM safety_concerncode c WHERE c.id = NEW.code_id AND c.closed_at IS NOT NULL) "
    "OR (NEW.deployment_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM program_deployment d "
    "JOIN safety_concerncode c ON c.unit_id = d.unit_id WHERE d.id = NEW.deployment_id AND c.id = NEW.code_id))"
)
_OF_A_CLOSED_ONE = "EXISTS (SELECT 1 FROM safety_incident i WHERE i.id = NEW.incident_id AND i.closed_at IS NOT NULL)"
_ACTION_LEFT = "EXISTS (SELECT 1 FROM safety_incidentaction a WHERE a.incident_id = NEW.id AND a.closed_at IS NULL)"

GUARDS = (
    steps(
        "safety_concerncode",
        CODE,
        first=None,
        kept=("unit_id", "secret_sha256", "opened_by_id", "opened_at"),
        never="OLD.closed_at IS NOT NULL",
        unique=[("secret_sha256",)],
        alone=["o.unit_id = NEW.unit_id AND o.closed_at IS NULL AND NEW.closed_at IS NULL"],
    ),
    entering(
        append_only("safety_concern", unique=[("receipt",), ("code_id", "once")]),
        "safety_concern_at_an_open_code",
        _NOT_OPEN,
        RAISED,
    ),
    append_only("safety_concernnaming", unique=[("concern_id",)]),
    dated(append_only("safety_concernanswer"), "answered_at"),
    entering(
        steps(
            "safety_incident",
            INCIDENT,
            first=None,
            kept=(
                "organisation_id",
                "number",
                "unit_id",
                "deployment_id",
                "happened_on",
                "aware_at",
                "what",
                "concern_id",
                "reported_by_id",
                "reported_at",
            ),
            never=f"OLD.closed_at IS NOT NULL OR (NEW.closed_at IS NOT NULL AND {_ACTION_LEFT}) "
            f"OR NEW.closed_at < {NEWEST_TIME}",
            unique=[("organisation_id", "number"), ("concern_id",)],
        ),
        "safety_incident_begins_open",
        "NEW.closed_at IS NOT NULL",
        INCIDENT,
    ),
    entering(
        dated(append_only("safety_incidentassessment"), "assessed_at"),
        "safety_incidentassessment_of_an_open_one",
        _OF_A_CLOSED_ONE,
        CLOSED,
    ),
    entering(
        steps(
            "safety_incidentaction",
            ACTION,
            first=None,
            kept=("incident_id", "what", "owner_id", "due_on", "added_by_id", "added_at"),
            never=f"OLD.closed_at IS NOT NULL OR NEW.closed_at < {NEWEST_TIME} "
            f"OR (NEW.done_at {{differs}} OLD.done_at AND NEW.done_at < {NEWEST_TIME})",
            unique=[],
        ),
        "safety_incidentaction_of_an_open_one",
        _OF_A_CLOSED_ONE,
        CLOSED,
    ),
    entering(
        dated(append_only("safety_dutyanswer"), "answered_at"),
        "safety_dutyanswer_of_an_open_one",
        _OF_A_CLOSED_ONE,
        CLOSED,
    ),
)
