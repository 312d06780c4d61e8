"""What the database itself refuses: what was answered, declared, ranked and planned is never changed or removed."""

from __future__ import annotations

from attending.ledger.entry_guards import entering
from attending.ledger.guards import append_only
from attending.ledger.sealing import retired, sealed, sealed_with
from attending.ledger.step_guards import steps
from attending.strategy import panel_guards

HANDED_IN = "what an assessor of readiness handed in stays as it is"
ROADMAP = "a roadmap that was put to a decision stands as it is"

_LATE = "EXISTS (SELECT 1 FROM strategy_roadmap r WHERE r.id = NEW.roadmap_id AND r.state <> 'draft')"
"""No plan changes, and none joins a roadmap that is no draft: its newest plan is the one decided."""

GUARDS = (
    append_only("strategy_gateanswer"),
    append_only("strategy_readinessgap", unique=[("assessment_id", "item_id", "capability_id")]),
    retired(
        "strategy_readinessitem",
        "retired_at",
        ("organisation_id", "barrier", "key", "statement", "grades", "source", "adapted_by_id", "adapted_at"),
        "an item of readiness is never edited: retire it and add another",
        unique=("organisation_id", "key"),
    ),
    append_only("strategy_readinessassessment_items", unique=[("readinessassessment_id", "readinessitem_id")]),
    sealed("strategy_readinessassessment", "closed_at", "a closed assessment of readiness stays as it is"),
    sealed(
        "strategy_readinessassessor",
        "handed_in_at",
        HANDED_IN,
        unique=("assessment_id", "person_id"),
        within=("strategy_readinessassessment", "assessment_id", "closed_at"),
    ),
    sealed_with(
        "strategy_readinessrating",
        "strategy_readinessassessor",
        "assessor_id",
        "handed_in_at",
        HANDED_IN,
        unique=("assessor_id", "item_id"),
    ),
    steps(
        "strategy_roadmap",
        ROADMAP,
        first="draft",
        kept=(
            "organisation_id",
            "title",
            "panel_id",
            "first_quarter",
            "quarters",
            "limits",
            "replans_id",
            "opened_by_id",
            "opened_at",
        ),
        never="OLD.state = 'superseded' OR (OLD.state = 'decided' AND (NEW.state NOT IN ('decided', 'superseded') "
        "OR NEW.decision_id {differs} OLD.decision_id))",
        unique=[("organisation_id", "title"), ("decision_id",)],
        alone=["o.organisation_id = NEW.organisation_id AND o.state = 'decided' AND NEW.state = 'decided'"],
    ),
    entering(append_only("strategy_plan"), "strategy_plan_of_a_draft", _LATE, ROADMAP),
    append_only("strategy_planstudy", unique=[("plan_id", "part")]),
    append_only("strategy_progress"),
    *panel_guards.GUARDS,
)
