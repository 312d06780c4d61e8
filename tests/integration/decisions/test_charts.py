"""A packet's charts are drawn by whichever room registered them, on the page and on paper."""

from __future__ import annotations

import pytest

from attending.decisions import packet_charts, papers, queries
from attending.decisions.presenters.packets import packet_paper, packet_view
from tests.integration.decisions.world import DOCUMENT, World

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="{0}" height="9"/></svg>'


@pytest.fixture
def bars(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packet_charts, "_renderers", {})
    packet_charts.register("bars", lambda chart: SVG.format(chart["wide"]), lambda chart: SVG.format(chart["wide"]))


def with_chart(name: str) -> dict[str, object]:
    chart = {"heading": "Drift", "chart": {"name": name, "title": "Rises since March", "wide": 30}}
    return {**DOCUMENT, "sections": [*DOCUMENT["sections"], chart]}


def test_a_registered_chart_is_drawn(world: World, bars: None) -> None:
    proposal = world.propose(document=with_chart("bars"))
    packet = queries.newest_packet(proposal)
    chart = packet_view(packet).sections[-1].chart
    assert chart is not None
    assert 'width="30"' in chart.svg
    assert chart.title == "Rises since March"
    whole = queries.proposal(world.organisation, proposal.pk)
    assert papers.packet_pdf(whole, packet, {}).startswith(b"%PDF-")


def test_a_chart_of_no_room_says_so(world: World, bars: None) -> None:
    proposal = world.propose(document=with_chart("pies"))
    packet = queries.newest_packet(proposal)
    for view in (packet_view(packet), packet_paper(packet)):
        chart = view.sections[-1].chart
        assert chart is not None
        assert chart.svg == ""
        assert "JSON file" in chart.note
    assert papers.packet_pdf(queries.proposal(world.organisation, proposal.pk), packet, {}).startswith(b"%PDF-")
