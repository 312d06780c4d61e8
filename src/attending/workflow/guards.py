"""What the database itself refuses: what was offered, signed, answered, rated and held is never changed or removed."""

from __future__ import annotations

from attending.ledger.guards import append_only
from attending.ledger.sealing import sealed, sealed_with
from attending.ledger.step_guards import steps
from attending.workflow import hazard_guards

HANDED_IN = "what was handed in after a walkthrough stays as it is"
CONTRACT = "a workflow contract that was put to the unit stands as it is"

GUARDS = (
    append_only("workflow_mapversion", unique=[("care_map_id", "number")]),
    append_only("workflow_mapoffer", unique=[("version_id",), ("proposal_id",)]),
    append_only("workflow_mapoutcome", unique=[("version_id",), ("decision_id",)]),
    sealed(
        "workflow_walkthrough",
        "handed_in_at",
        HANDED_IN,
        unique=("version_id", "person_id", "site_id", "shift"),
    ),
    sealed_with(
        "workflow_stepanswer",
        "workflow_walkthrough",
        "walkthrough_id",
        "handed_in_at",
        HANDED_IN,
        unique=("walkthrough_id", "step"),
    ),
    append_only("workflow_stepreply", unique=[("answer_id",)]),
    append_only("workflow_logmapping"),
    append_only("workflow_realitycheck"),
    append_only("workflow_workloadstudy"),
    *hazard_guards.GUARDS,
    steps(
        "workflow_workflowcontract",
        CONTRACT,
        first="draft",
        kept=("deployment_id", "version_id", "study_id", "threshold", "team", "terms", "written_by_id", "written_at"),
        never="OLD.state = 'superseded' OR (OLD.state = 'signed' AND (NEW.state NOT IN ('signed', 'superseded') "
        "OR NEW.decision_id {differs} OLD.decision_id))",
        unique=[("decision_id",)],
        alone=[
            "o.deployment_id = NEW.deployment_id AND o.state = 'signed' AND NEW.state = 'signed'",
            "o.deployment_id = NEW.deployment_id AND o.state = 'proposed' AND NEW.state IN ('draft', 'proposed')",
        ],
    ),
)
