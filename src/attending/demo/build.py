"""Build the demonstration program, only through the rooms' own actions, so that its ledger verifies."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone

from attending.demo.committee import gather_committee
from attending.demo.concerns import hear_units
from attending.demo.drafts import review_drafts
from attending.demo.entries import program
from attending.demo.frameworks import look_at_evidence
from attending.demo.gates import leave_some_open
from attending.demo.intake import bring_problems
from attending.demo.inventory import list_inventory
from attending.demo.live import run_live
from attending.demo.panels import hold_panels
from attending.demo.paused import pause
from attending.demo.people import add_people, add_places, found
from attending.demo.readiness import assess_readiness
from attending.demo.roadmap import plan_roadmap
from attending.demo.scans import STEWARD as SCANS_STEWARD
from attending.demo.scans import review_scans
from attending.demo.silent import STEWARD as SILENT_STEWARD
from attending.demo.silent import review_silently
from attending.demo.use_cases import Cast, add_capabilities, add_priorities, add_use_case, deploy
from attending.demo.workflow_contract import agree_workload
from attending.demo.workflow_hazards import keep_hazards
from attending.demo.workflow_maps import draw_maps
from attending.demo.workflow_reality import check_today
from attending.ledger.actions import checkpoint
from attending.program.models import Organisation
from attending.program.models.deployments import State


def build() -> None:
    """Build it in an empty database; does nothing where an organisation stands already."""
    if Organisation.objects.exists():
        return
    data = program()
    logs, today = settings.DATA_DIR / "logs", timezone.localdate()
    administrator = found(data)
    units = add_places(administrator, data["sites"])
    everybody = add_people(administrator, data["people"])
    cast = Cast(administrator, everybody["Chief Medical Information Officer"], everybody, units)
    priorities = add_priorities(cast, data["priorities"])
    named = add_capabilities(cast, data["capabilities"])
    for entry in data["use_cases"]:
        use_case = add_use_case(cast, entry, priorities, named)
        if not use_case.synthetic:
            run_live(cast, use_case, logs, today)
        elif "model" in entry:
            deployment = deploy(cast, use_case, entry["model"])
            if entry["model"]["state"] == State.PAUSED:
                pause(everybody[entry["model"]["pause_by"]], deployment, entry["model"]["pause_reason"])
            match entry["model"].get("shows"):
                case "drafts":
                    review_drafts(cast, deployment, today)
                case "scans":
                    review_scans(everybody[SCANS_STEWARD], deployment, logs, today)
                case "silent":
                    review_silently(everybody[SILENT_STEWARD], deployment, logs, today)
    assess_readiness(cast, today)
    bring_problems(cast, today)
    hold_panels(cast, today)
    plan_roadmap(cast, today)
    draw_maps(cast, today)
    check_today(cast, logs, today)
    keep_hazards(cast, today)
    agree_workload(cast)
    hear_units(cast, today)
    leave_some_open(administrator.organisation, today)
    list_inventory(cast)
    gather_committee(cast, today)
    look_at_evidence(cast, today)
    checkpoint(reason="The demonstration was built")
