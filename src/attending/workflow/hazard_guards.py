"""What the database itself refuses about hazards: what was rated, confirmed, sealed and drilled stays."""

from __future__ import annotations

from attending.ledger.entry_guards import entering
from attending.ledger.guards import append_only
from attending.ledger.step_guards import steps

LOG = "a hazard log that was put to a decision stands as it is"
HAZARD = "a hazard is closed or transferred, never removed or renumbered"
CONTROL = "the words of a control, and its proof once confirmed, stand: withdraw it and add another"

_OTHERWISE_DECIDED = (
    "(NEW.decision_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM decisions_decision d WHERE d.id = NEW.decision_id "
    "AND d.proposal_id = NEW.proposal_id "
    "AND (NEW.state = 'accepted') = (d.outcome IN ('accept', 'accept-with-conditions'))))"
)

GUARDS = (
    steps(
        "workflow_hazard",
        HAZARD,
        first=None,
        kept=("use_case_id", "number", "key", "from_map", "opened_by_id", "opened_at"),
        never="1 = 0",
        unique=[("use_case_id", "number"), ("use_case_id", "key")],
    ),
    append_only("workflow_hazardrating"),
    steps(
        "workflow_hazardcontrol",
        CONTROL,
        first=None,
        kept=("hazard_id", "kind", "side", "what", "step", "existing", "added_by_id", "added_at"),
        never="OLD.withdrawn_at IS NOT NULL OR (OLD.confirmed_at IS NOT NULL AND (NEW.done_at {differs} OLD.done_at "
        "OR NEW.done_by_id {differs} OLD.done_by_id OR NEW.proof {differs} OLD.proof "
        "OR NEW.confirmed_at {differs} OLD.confirmed_at OR NEW.confirmed_by_id {differs} OLD.confirmed_by_id))",
        unique=[],
    ),
    entering(
        steps(
            "workflow_hazardlogversion",
            LOG,
            first=None,
            kept=("use_case_id", "number", "document", "sha256", "proposal_id", "put_by_id", "put_at"),
            never="(OLD.state <> 'proposed' AND (NEW.state <> OLD.state OR NEW.decision_id {differs} OLD.decision_id)) "
            f"OR {_OTHERWISE_DECIDED}",
            unique=[("use_case_id", "number"), ("proposal_id",), ("decision_id",)],
            alone=["o.use_case_id = NEW.use_case_id AND o.state = 'proposed' AND NEW.state = 'proposed'"],
        ),
        "workflow_hazardlogversion_was_decided",
        _OTHERWISE_DECIDED,
        LOG,
    ),
    append_only("workflow_downtimedrill", unique=[("deployment_id", "held_on", "shift", "fallback")]),
)
