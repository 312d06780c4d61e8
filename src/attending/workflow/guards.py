"""What the database itself refuses: what was offered, signed, answered, rated and held is never changed or removed."""

from __future__ import annotations

from attending.ledger.entry_guards import entering
from attending.ledger.guards import append_only
from attending.ledger.sealing import sealed, sealed_with
from attending.ledger.step_guards import steps
from attending.workflow import hazard_guards

HANDED_IN = "what was handed in after a walkthrough stays as it is"
CONTRACT = "a workflow contract that was put to the unit stands as it is"
OFFER = "a version is offered in the question about it, to every discipline in it"
OUTCOME = "the signing of a version ends as its own question was decided"

_ANOTHER_QUESTION = (
    "NOT EXISTS (SELECT 1 FROM decisions_proposal p JOIN workflow_mapversion v ON v.id = NEW.version_id "
    "WHERE p.id = NEW.proposal_id AND p.kind = 'workflow.map' AND p.key = 'workflow.map:' || v.id "
    "AND p.disciplines = v.disciplines)"
)
_OTHERWISE_DECIDED = (
    "NOT EXISTS (SELECT 1 FROM workflow_mapoffer o JOIN decisions_decision d ON d.proposal_id = o.proposal_id "
    "WHERE o.version_id = NEW.version_id AND d.id = NEW.decision_id AND NEW.signed = (d.outcome = 'sign'))"
)
_UNSIGNED = (
    "NEW.decision_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM decisions_decision d "
    "JOIN decisions_proposal p ON p.id = d.proposal_id WHERE d.id = NEW.decision_id AND p.kind = 'workflow.contract' "
    "AND p.key LIKE 'workflow.contract:' || NEW.id || ':%' AND d.outcome IN ('sign', 'sign-with-conditions'))"
)

GUARDS = (
    # What a signed version is of, which work and where, is said by its map alone.
    append_only("workflow_caremap", unique=[("use_case_id", "kind", "site_id")]),
    append_only("workflow_mapversion", unique=[("care_map_id", "number")]),
    entering(
        append_only("workflow_mapoffer", unique=[("version_id",), ("proposal_id",)]),
        "workflow_mapoffer_asks_about_it",
        _ANOTHER_QUESTION,
        OFFER,
    ),
    entering(
        append_only("workflow_mapoutcome", unique=[("version_id",), ("decision_id",)]),
        "workflow_mapoutcome_was_decided",
        _OTHERWISE_DECIDED,
        OUTCOME,
    ),
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
    entering(
        steps(
            "workflow_workflowcontract",
            CONTRACT,
            first="draft",
            kept=(
                "deployment_id",
                "version_id",
                "study_id",
                "threshold",
                "team",
                "terms",
                "written_by_id",
                "written_at",
            ),
            never="OLD.state = 'superseded' OR (OLD.state = 'signed' AND (NEW.state NOT IN ('signed', 'superseded') "
            "OR NEW.decision_id {differs} OLD.decision_id))"
            f" OR (OLD.state = 'draft' AND NEW.state NOT IN ('draft', 'proposed')) OR ({_UNSIGNED})",
            unique=[("decision_id",)],
            alone=[
                "o.deployment_id = NEW.deployment_id AND o.state = 'signed' AND NEW.state = 'signed'",
                "o.deployment_id = NEW.deployment_id AND o.state = 'proposed' AND NEW.state IN ('draft', 'proposed')",
            ],
        ),
        "workflow_workflowcontract_was_signed",
        _UNSIGNED,
        CONTRACT,
    ),
)
