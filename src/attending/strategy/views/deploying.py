"""Model versions, deployments and their states, from the page of the use case."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from attending.program.acting import acting_person
from attending.program.actions import deployments
from attending.program.changing import changes, posted
from attending.program.models import Deployment, ModelVersion, Unit
from attending.program.models.deployments import State
from attending.strategy.forms import use_cases as forms
from attending.strategy.views.shaping import shape
from attending.strategy.views.use_case import find


@changes
def register_version(request: HttpRequest, key: str) -> HttpResponse:
    """Register a version of a model."""
    acting = acting_person(request)
    use_case = find(acting, key)
    form = forms.VersionForm(posted(request))
    return shape(
        request,
        use_case,
        form,
        lambda: deployments.register_version(acting, use_case, **form.cleaned_data),
        title="Register a model version",
        lede="A deployment is always of one version; a new version is a new deployment.",
        submit="Register",
        done="The version is registered; now plan where it is deployed.",
    )


@changes
def plan_deployment(request: HttpRequest, key: str) -> HttpResponse:
    """Plan a deployment."""
    acting = acting_person(request)
    use_case = find(acting, key)
    form = forms.DeploymentForm(
        posted(request),
        units=Unit.objects.filter(site__organisation=acting.organisation).select_related("site"),
        versions=ModelVersion.objects.filter(ai_model__organisation=acting.organisation).select_related("ai_model"),
    )
    return shape(
        request,
        use_case,
        form,
        lambda: deployments.plan_deployment(acting, use_case, **form.cleaned_data),
        title="Plan a deployment",
        lede="One use case on one unit with one model version. Going live is decided for each.",
        submit="Plan",
        done="The deployment is planned.",
    )


@changes
def change_state(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Move a deployment to another state."""
    acting = acting_person(request)
    use_case = find(acting, key)
    deployment = get_object_or_404(Deployment.objects.select_related("use_case", "unit"), pk=pk, use_case=use_case)
    form = forms.StateForm(posted(request))
    return shape(
        request,
        use_case,
        form,
        lambda: deployments.change_state(
            acting, deployment, State(form.cleaned_data["state"]), reason=form.cleaned_data["reason"]
        ),
        title=f"Change the state on {deployment.unit.name}",
        lede=f"Now {deployment.get_state_display().lower()}. Going into use is decided at its go-live gate; "
        "pausing and resuming on its oversight page.",
        submit="Change",
        done="The state is changed.",
    )
