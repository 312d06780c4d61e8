"""The demonstration program: what the issue asks of it, built once, and a second build that changes nothing."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from attending.demo.build import build, program
from attending.demo.cast import seats
from attending.governance.models import Breach
from attending.ledger.models import Entry
from attending.ledger.queries import verify
from attending.program.models import Deployment, EnterprisePriority, Organisation, Person, Site, Stage, Unit, UseCase
from attending.program.models.deployments import State
from attending.program.models.use_cases import Kind
from attending.program.registries import worklist

OWNER = "Medical Director, Serious Illness Care"


@pytest.fixture
def _demonstration(db: None, settings, tmp_path) -> None:
    settings.ATTENDING_DEMO = True
    settings.DATA_DIR = tmp_path


@pytest.mark.usefixtures("_demonstration")
def test_the_demonstration_is_what_it_promises() -> None:
    build()
    assert Organisation.objects.get().synthetic
    counted = [model.objects.count() for model in (Site, Unit, EnterprisePriority, UseCase)]
    assert counted == [3, 12, 6, 12]
    assert {use_case.stage for use_case in UseCase.objects.all()} >= set(Stage) - {Stage.LEARNING}
    assert {Kind.PREDICTIVE, Kind.IMAGING, Kind.DOCUMENTATION, Kind.DRAFTING} <= set(
        UseCase.objects.values_list("kind", flat=True)
    )
    states = set(Deployment.objects.values_list("state", flat=True))
    assert {State.LIVE, State.PAUSED} <= states
    real = UseCase.objects.get(synthetic=False)
    assert "SUPPORT" in real.provenance
    assert real.deployments.get().state == State.LIVE

    breach = Breach.objects.get()
    assert breach.threshold.pause_authority.printed_name == OWNER
    [first, *_] = worklist.for_person(Person.objects.get(printed_name=OWNER))
    assert first.urgency == worklist.Urgency.STOP
    assert verify().ok

    told = seats()
    assert len(told) == len({user for user, _, _ in told}) >= 8
    assert told[-1][1] == program()["administrator"]["name"]
    for user, name, _ in told:
        client = Client()
        client.force_login(Person.objects.get(user_id=user).user)
        html = client.get(reverse("rounds:my-rounds")).content.decode()
        assert f"<strong>{name}</strong>" in html
    for use_case in UseCase.objects.all():
        assert client.get(reverse("strategy:use-case", args=[use_case.key])).status_code == 200
    portfolio = client.get(reverse("strategy:portfolio")).content.decode()
    assert "Isolated initiatives" in portfolio
    assert "Fragmented ownership" in portfolio

    before = Entry.objects.count()
    build()
    assert Entry.objects.count() == before
