"""Read the policy: the one in force, and every version there was."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from attending.decisions.in_force import policy_of
from attending.decisions.models import PolicyState, PolicyVersion
from attending.governance.presenters import policy as presenters
from attending.governance.presenters import policy_versions
from attending.governance.queries import policy as queries
from attending.policies.default import default_text
from attending.policies.difference import differences
from attending.policies.lint import findings
from attending.policies.model import Policy
from attending.policies.reading import read_policy
from attending.policies.schema import json_schema
from attending.program.acting import acting_person
from attending.program.models import Organisation, Person
from attending.program.queries.seats import seats_of
from attending.program.rules import RIGHTS, Act
from attending.ui.parts import Crumb


def may_write(acting: Person) -> bool:
    """Whether somebody may write and offer a version."""
    return bool(seats_of(acting) & RIGHTS[Act.WRITE_POLICY])


def crumbs() -> list[Crumb]:
    """The pages above every page of the policy."""
    return [Crumb("Policy", reverse("governance:policy"))]


def version_or_404(organisation: Organisation, number: int) -> PolicyVersion:
    """A version that was offered; a draft has a page of its own."""
    try:
        version = queries.version_of(organisation, number)
    except PolicyVersion.DoesNotExist:
        raise Http404("There is no such version of the policy here.") from None
    if version.state == PolicyState.DRAFT:
        raise Http404("This version is still being written.")
    return version


def shown(policy: Policy) -> dict[str, Any]:
    """What ``governance/policy_body.html`` shows of a policy."""
    return {
        "glance": presenters.at_a_glance(policy),
        "tiers": presenters.tier_cards(policy),
        "signing": presenters.signing_table(policy),
        "concerns": presenters.clocks(policy.concern_clock),
        "questions": presenters.questions_table(policy),
        "rules": presenters.rules_table(policy),
    }


@require_safe
def policy_page(request: HttpRequest) -> HttpResponse:
    """The policy in force, for whoever is held to it."""
    acting = acting_person(request)
    organisation = acting.organisation
    policy = policy_of(organisation)
    found = queries.versions(organisation)
    by_state = {each.state: each for each in found}
    context = {
        **shown(policy),
        "policy": policy,
        "since": policy_versions.in_force_since(by_state.get(PolicyState.IN_FORCE)),
        "offered": by_state.get(PolicyState.OFFERED),
        "draft": by_state.get(PolicyState.DRAFT),
        "versions": policy_versions.version_rows([each for each in found if each.state != PolicyState.DRAFT]),
        "checks": presenters.checks(findings(policy, queries.enterprise_seats_held(organisation))),
        "may_write": may_write(acting),
    }
    return render(request, "governance/policy.html", context)


@require_safe
def version_page(request: HttpRequest, number: int) -> HttpResponse:
    """One version: what became of it, what it changed, and what it says."""
    acting = acting_person(request)
    version = version_or_404(acting.organisation, number)
    policy, earlier = read_policy(version.text), queries.before(version)
    changed = differences(earlier, policy)
    context = {
        **shown(policy),
        "crumbs": crumbs(),
        "version": version,
        "title": policy_versions.title_of(version),
        "status": policy_versions.status_of(version),
        "summary": policy_versions.summary(version),
        "earlier": earlier,
        "changes": presenters.differences_table(changed) if changed else None,
    }
    return render(request, "governance/policy_version.html", context)


@require_safe
def policy_file(request: HttpRequest) -> HttpResponse:
    """The text of the policy in force, to be kept or edited elsewhere."""
    acting = acting_person(request)
    in_force = queries.in_state(acting.organisation, PolicyState.IN_FORCE)
    return _toml(in_force.text if in_force else default_text(), policy_of(acting.organisation).version)


@require_safe
def version_file(request: HttpRequest, number: int) -> HttpResponse:
    """The text of one version."""
    acting = acting_person(request)
    version = version_or_404(acting.organisation, number)
    return _toml(version.text, version.name)


@require_safe
def schema_file(request: HttpRequest) -> HttpResponse:
    """The JSON Schema of a policy, for an editor that completes while you type."""
    acting_person(request)
    text = json.dumps(json_schema(), indent=2, ensure_ascii=False)
    headers = {"Content-Disposition": 'attachment; filename="policy.schema.json"'}
    return HttpResponse(text, content_type="application/schema+json; charset=utf-8", headers=headers)


def _toml(text: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="policy-{name}.toml"'}
    return HttpResponse(text, content_type="application/toml; charset=utf-8", headers=headers)
