"""What decisions about a use case or a deployment rest on: who answers for it, where it is used, what runs there.

``registries.facts`` says how a fact is read. Each key is given at most once about a subject. Where something is not
there, its value is empty: a decision does not rest on what nobody has said yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attending.program.models import Deployment, ModelVersion, RiskTier, Seat, Site, UseCase
from attending.program.models.people import USE_CASE_SEATS
from attending.program.queries.seats import holders_of
from attending.program.registries.facts import Fact

_ANSWERS: Mapping[Seat, str] = {
    Seat.EXECUTIVE_SPONSOR: "sponsors it",
    Seat.CLINICAL_OWNER: "answers for it clinically",
    Seat.OPERATIONAL_OWNER: "answers for it in operations",
    Seat.PLATFORM_OWNER: "answers for the platform that it runs on",
    Seat.NURSING_LEAD: "leads nursing for it",
    Seat.SAFETY_OFFICER: "answers for its safety",
    Seat.MODEL_STEWARD: "looks after its model",
}


def facts(subject: UseCase | Deployment) -> Iterable[Fact]:
    """Risk, purpose, people and places; of a deployment also its version, threshold and EHR release.

    Two queries about a use case, two about a deployment whose use case, unit and model version are loaded.
    """
    use_case = subject.use_case if isinstance(subject, Deployment) else subject
    yield _risk(use_case)
    yield from _people(use_case)
    if isinstance(subject, Deployment):
        yield from _place(subject)
        yield from _what_runs(subject)
    else:
        yield Fact("intended-use", f"It is to solve this: {use_case.problem}", use_case.problem)
        yield _sites(use_case)


def _risk(use_case: UseCase) -> Fact:
    if not use_case.risk_tier:
        return Fact("risk-tier", "Nobody has assessed its risk.", "")
    return Fact("risk-tier", f"It is of {RiskTier(use_case.risk_tier).label.lower()}.", use_case.risk_tier)


def _people(use_case: UseCase) -> Iterable[Fact]:
    holders = holders_of([use_case]).get(use_case.pk, {})
    for seat in USE_CASE_SEATS:
        person = holders.get(seat)
        who, value = (person.printed_name, str(person.pk)) if person else ("Nobody", "")
        yield Fact(seat.replace("_", "-"), f"{who} {_ANSWERS[seat]}.", value)


def _sites(use_case: UseCase) -> Fact:
    """Every site it was ever planned for: leaving one takes nothing away from a decision, a new one was not decided."""
    sites = list(Site.objects.filter(units__deployments__use_case=use_case).distinct().order_by("name", "pk"))
    if not sites:
        return Fact("site", "It is planned for no site yet.", "")
    names = [site.name for site in sites]
    listed = " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)
    return Fact("site", f"It is planned for {listed}.", ",".join(str(pk) for pk in sorted(site.pk for site in sites)))


def _place(deployment: Deployment) -> Iterable[Fact]:
    unit, site = deployment.unit, deployment.unit.site
    yield Fact("unit", f"It is meant for {unit.name} at {site.name}.", str(unit.pk))
    yield Fact("site", f"It is meant for {site.name}.", str(site.pk))
    if site.ehr_version:
        yield Fact("ehr-version", f"{unit.name} at {site.name} runs EHR release {site.ehr_version}.", site.ehr_version)
    else:
        yield Fact("ehr-version", f"Nobody has recorded which EHR release {site.name} runs.", "")


def _what_runs(deployment: Deployment) -> Iterable[Fact]:
    version, model = deployment.model_version, deployment.model_version.ai_model
    newest = ModelVersion.objects.filter(ai_model=model).order_by("-released_on", "-pk").first() or version
    yield Fact("intended-use", f"{model.name} is made for this: {model.intended_use}", model.intended_use)
    yield Fact("model-version", f"Version {version.version} of {model.name} is deployed.", version.version)
    yield Fact("newest-version", f"The newest registered version of {model.name} is {newest.version}.", newest.version)
    threshold = deployment.action_threshold
    if threshold is None:
        yield Fact("action-threshold", "No score is set at which staff act.", "")
    else:
        score = f"{threshold.normalize():f}"
        yield Fact("action-threshold", f"Staff act at a score of {score}.", score)
