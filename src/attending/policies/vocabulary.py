"""The words a policy may use: seats, evidence items, facts, and what is signed, each with what a page calls it.

The rooms hold the things themselves; tests hold these words against theirs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

USE_CASE_SEATS: Final[Mapping[str, str]] = {
    "executive_sponsor": "Executive sponsor",
    "clinical_owner": "Clinical owner",
    "operational_owner": "Operational owner",
    "platform_owner": "Platform owner",
    "nursing_lead": "Nursing lead",
    "safety_officer": "Safety officer",
    "model_steward": "Model steward",
}
ENTERPRISE_SEATS: Final[Mapping[str, str]] = {
    "cmio": "Chief medical information officer",
    "committee_member": "AI committee member",
    "compliance_officer": "Compliance officer",
    "board_member": "Board member",
    "administrator": "Administrator",
    "privacy_reviewer": "Privacy reviewer",
    "security_reviewer": "Security reviewer",
    "legal_reviewer": "Legal reviewer",
    "it_reviewer": "IT reviewer",
    "procurement_reviewer": "Procurement reviewer",
}
SEATS: Final[Mapping[str, str]] = {**USE_CASE_SEATS, **ENTERPRISE_SEATS}

CLINICIANS_SEATS: Final = frozenset({"clinical_owner", "nursing_lead", "cmio", "committee_member"})
"""Seats that clinicians usually hold; a clinical quorum cannot count on any other."""

DEPUTY: Final = "deputy"
"""Whom an escalation may tell besides the holders of a seat: the deputy that the threshold names."""


@dataclass(frozen=True, slots=True)
class Item:
    """An evidence item: what a page calls it, and whether it speaks of a use case, of a deployment, or of both."""

    title: str
    use_case: bool = True
    deployment: bool = False


_BOTH: Final = {"deployment": True}
_DEPLOYMENT: Final = {"use_case": False, "deployment": True}

EVIDENCE: Final[Mapping[str, Item]] = {
    "leaders": Item("Leaders"),
    "strategic-questions": Item("Five strategic questions"),
    "value-thesis": Item("Value thesis"),
    "clinical-input": Item("Clinical input"),
    "eligibility": Item("May it be judged"),
    "panel": Item("Panel"),
    "readiness": Item("Readiness"),
    "effort": Item("Effort"),
    "roadmap": Item("Roadmap"),
    "risk-tier": Item("Risk tier"),
    "intake-reviews": Item("Intake reviews"),
    "inventory-entry": Item("Entry in the register of all AI"),
    "vendor-claims": Item("Vendor's claims"),
    "workflow-as-is": Item("Map of how the work goes today", **_BOTH),
    "workflow-map": Item("Map signed by every discipline", **_BOTH),
    "workflow-checks": Item("Checks of the map", **_BOTH),
    "workflow-walked": Item("Walked by each discipline", **_BOTH),
    "workflow-reality": Item("Map against what happens"),
    "workflow-capacity": Item("Demand below capacity", **_BOTH),
    "workflow-contract": Item("Workflow contract", **_BOTH),
    "workflow-contract-seen": Item("Contract against what is seen", **_DEPLOYMENT),
    "workflow-hazards": Item("Hazards of the AI steps"),
    "residual-risk": Item("Residual risk"),
    "downtime-drill": Item("Downtime drill", **_DEPLOYMENT),
    "oversight-thresholds": Item("Oversight thresholds", **_BOTH),
    "escalation-drill": Item("Escalation drill", **_BOTH),
    "silent-run-length": Item("Length of the silent run", **_BOTH),
    "post-launch-review": Item("Post-launch review", **_BOTH),
    "control-charts": Item("Control charts", **_BOTH),
    "value-shown": Item("Value shown", **_BOTH),
    "value-known": Item("Known whether it helped", **_BOTH),
    "frontline-concerns": Item("Front-line concerns", **_BOTH),
    "incidents": Item("Incidents", **_BOTH),
    "gate-decision": Item("Gate decision", **_BOTH),
    "stage-reached": Item("Stage of the use case", **_DEPLOYMENT),
}

FACTS: Final[Mapping[str, str]] = {
    "model-version": "Model version in use",
    "newest-version": "Newest registered version of the model",
    "action-threshold": "Action threshold",
    "intended-use": "Intended use",
    "risk-tier": "Risk tier",
    "clinical-owner": "Clinical owner",
    "operational-owner": "Operational owner",
    "executive-sponsor": "Executive sponsor",
    "platform-owner": "Platform owner",
    "unit": "Unit",
    "site": "Site",
    "ehr-version": "EHR version of the site",
    "workflow-map": "Signed map of care",
    "workflow-contract": "Workflow contract in force",
    "oversight-thresholds": "Oversight thresholds agreed",
    "measures": "Measures it is reviewed by",
}

SIGNED: Final[Mapping[str, str]] = {
    "pause": "Pause an AI",
    "resume": "Let a paused AI run again",
    "breach": "Answer a breached threshold",
    "review": "Post-launch review",
    "retire": "Retire an AI",
    "roadmap": "Roadmap",
    "workflow_map": "Map of care",
    "workflow_contract": "Workflow contract",
    "residual_risk": "Residual risk",
    "exception": "Exception at a gate",
    "policy": "A new policy",
    "agreement": "Agreement of oversight thresholds",
}

TIER_WORDS: Final[Mapping[str, str]] = {"low": "Tier 1, low", "moderate": "Tier 2, moderate", "high": "Tier 3, high"}
ROUTE_WORDS: Final[Mapping[str, str]] = {
    "registration": "Registration only",
    "fast_track": "Fast track",
    "full": "Full review",
}
GATE_WORDS: Final[Mapping[str, str]] = {
    "readiness": "To readiness",
    "controls": "To controls",
    "deployment": "To deployment",
    "learning": "To learning",
    "pilot": "Pilot on a unit",
    "live": "Live on a unit",
    "close": "End of a cycle of learning",
}
