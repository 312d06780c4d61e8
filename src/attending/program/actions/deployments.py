"""Models, versions, deployments, and the state each deployment is in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from attending.ledger.actions import take_turn
from attending.program.actions.record import check, check_organisation, log
from attending.program.models import AiModel, Deployment, DeploymentStateChange, ModelVersion, Person, Unit, UseCase
from attending.program.models.deployments import IN_USE, State
from attending.program.registries import decided, events, requirements
from attending.program.rules import Act, Refused, check_transition


@transaction.atomic
def register_version(
    acting: Person, use_case: UseCase, *, name: str, maker: str, intended_use: str, version: str, released_on: date
) -> ModelVersion:
    """Register a version of a model, and the model with its first version.

    ``intended_use`` is said of a model that is new, and may be empty for one that is registered: what approvals were
    signed on never changes with a version.
    """
    check(acting, Act.PLAN_DEPLOYMENT, use_case)
    ai_model, created = AiModel.objects.get_or_create(
        organisation=acting.organisation, name=name, defaults={"maker": maker, "intended_use": intended_use}
    )
    if not created and ai_model.maker != maker:
        raise Refused(f"{name} is registered as made by {ai_model.maker}, not by {maker}; use the registered maker.")
    if created and not intended_use.strip():
        raise Refused(f"Say what {name} is intended for; nobody has registered it yet.")
    if intended_use.strip() not in {"", ai_model.intended_use.strip()}:
        raise Refused(
            f"{name} is registered for this use: “{ai_model.intended_use}” Leave the intended use empty if that holds. "
            "For another use, register it under a name of its own: approvals rest on what it was made for."
        )
    if ai_model.versions.filter(version=version).exists():
        raise Refused(f"Version {version} of {name} is registered already.")
    if created:
        about = {"name": name, "maker": maker, "intended_use": intended_use}
        log(acting, "model.registered", ai_model, about)
    record = ModelVersion.objects.create(ai_model=ai_model, version=version, released_on=released_on)
    log(acting, "model_version.registered", record, {"model": name, "maker": maker, "version": version})
    events.publish(events.VersionRegistered(record))
    return record


@transaction.atomic
def plan_deployment(
    acting: Person,
    use_case: UseCase,
    *,
    unit: Unit,
    model_version: ModelVersion,
    action_threshold: Decimal | None = None,
) -> Deployment:
    """Plan a use case on one unit with one model version; ``action_threshold`` is the score at which staff act."""
    check(acting, Act.PLAN_DEPLOYMENT, use_case)
    check_organisation(acting, unit.site.organisation_id)
    check_organisation(acting, model_version.ai_model.organisation_id)
    if Deployment.objects.filter(use_case=use_case, unit=unit, model_version=model_version).exists():
        raise Refused(f"{use_case.title} is planned on {unit.name} with {model_version} already.")
    deployment = Deployment.objects.create(
        use_case=use_case,
        unit=unit,
        model_version=model_version,
        state_since=timezone.now(),
        action_threshold=action_threshold,
    )
    payload = {"use_case": use_case.key, "unit": unit.pk, "model_version": model_version.pk}
    log(acting, "deployment.planned", deployment, payload)
    events.publish(events.FactsChanged(use_case))
    return deployment


@transaction.atomic
def change_state(
    acting: Person | None, deployment: Deployment, to: State, *, reason: str, decision: str = ""
) -> DeploymentStateChange:
    """Move a deployment to another state.

    ``decision`` names the signed decision the change rests on, such as ``decision:12``; pausing, resuming
    and going into use need one, and the right to act is then checked where it is asked. Refused where none such is
    signed about this deployment.
    ``acting`` None is the system, which only pauses, as the decision it names had agreed that it would.
    """
    if acting is None and (to is not State.PAUSED or not decision):
        raise Refused("The system only pauses a deployment, and only as a signed decision agreed that it would.")
    if acting is not None:
        check_organisation(acting, deployment.use_case.organisation_id)
        if not decision:
            check(acting, Act.CHANGE_DEPLOYMENT, deployment.use_case)
    take_turn()
    standing = Deployment.objects.select_for_update(no_key=True).get(pk=deployment.pk)
    before = State(standing.state)
    check_transition(before, to, decision=decision)
    if to in IN_USE:
        requirements.require(requirements.unmet_before_state(standing, to))
    decided.require(decision, standing)
    now = timezone.now()
    standing.state, standing.state_since = to, now
    standing.save(update_fields=["state", "state_since"])
    deployment.state, deployment.state_since = standing.state, standing.state_since
    change = DeploymentStateChange.objects.create(
        deployment=standing, before=before, after=to, acting=acting, decision=decision, reason=reason, at=now
    )
    payload = {"before": str(before), "after": str(to), "reason": reason, "decision": decision}
    log(acting, "deployment.state_changed", standing, payload)
    events.publish(events.DeploymentStateChanged(standing, before, to))
    return change


@transaction.atomic
def set_action_threshold(
    acting: Person, deployment: Deployment, threshold: Decimal, *, reason: str, decision: str = ""
) -> Deployment:
    """Record the score from 0 to 1 at which staff act; ``decision`` names the signed decision it rests on, if any."""
    check_organisation(acting, deployment.use_case.organisation_id)
    if not decision:
        check(acting, Act.CHANGE_DEPLOYMENT, deployment.use_case)
    if not 0 <= threshold <= 1:
        raise Refused(f"The threshold is {threshold}; give a score from 0 to 1.")
    if not reason.strip():
        raise Refused("Write why the threshold changes; staff act on it.")
    take_turn()
    standing = Deployment.objects.select_for_update(no_key=True).get(pk=deployment.pk)
    decided.require(decision, standing)
    before, standing.action_threshold = standing.action_threshold, threshold
    standing.save(update_fields=["action_threshold"])
    deployment.action_threshold = threshold
    payload = {"before": None if before is None else str(before), "after": str(threshold), "reason": reason.strip()}
    log(acting, "deployment.threshold_set", standing, {**payload, "decision": decision})
    events.publish(events.FactsChanged(deployment.use_case))
    return standing
