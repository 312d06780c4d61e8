"""Did it help? Declared beforehand, computed from aggregates, and told with what it cannot say."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from attending.analytics.impact.interrupted import interrupted_time_series
from attending.analytics.impact.panel import series as panel_of
from attending.decisions import packet_charts
from attending.ledger.models import Entry
from attending.program.models import Deployment, Person, UseCase
from attending.program.registries import packet
from attending.program.registries.evidence import Finding, FindingState, findings
from attending.program.rules import NotAllowed, Refused
from attending.review.actions.impact import declare, hand_over, retire
from attending.review.models import Design, ImpactEvaluation, ImpactRun
from attending.review.queries import impact
from attending.review.rules.impact_foresight import foresee
from attending.review.rules.impact_reading import MOST_BYTES, DataRefused
from attending.review.rules.impact_settings import fitting, read_starts
from tests.integration.house import House
from tests.integration.pages import queries_of, stranger
from tests.integration.review.impact_data import declared, file, months, promised, series, settings, units

WEDGE = {f"Ward {number}": f"2025-{2 + number:02d}" for number in range(1, 9)}
STAGGERED: dict[str, str | None] = {
    **{f"Early {n}": "2025-05" for n in range(3)},
    **{f"Late {n}": "2025-08" for n in range(3)},
    **{f"Never {n}": None for n in range(3)},
}


def given(house: House, evaluation: ImpactEvaluation, content: bytes, name: str = "times.csv") -> ImpactRun:
    return hand_over(house.platform, evaluation, name=name, content=content)[0]


def finding(subject: UseCase | Deployment, item: str = "value-shown") -> Finding:
    (found,) = [each for each in findings(subject) if each.item == item]
    return found


def test_the_result_is_that_of_the_declared_design(house: House) -> None:
    run = given(house, declared(house), series())
    found = impact.recorded(run)
    rows = [(cell.period, cell.value) for cell in found.cells]
    alone = interrupted_time_series(panel_of("mean", rows, "2025-01", unit="4 West", measure_unit="minutes"))
    assert found.result.effects["average"].value == alone.effects["average"].value
    assert found.verdict == "better"
    assert found.answer.startswith("Mean time to antibiotics was ")
    assert "lower than would have been expected without it" in found.answer
    assert [each.quarter for each in found.promise.quarters] == ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]
    assert Entry.objects.get(seq=run.ledger_seq).verb == "impact.evaluated"


def test_a_result_is_never_changed_or_removed(house: House) -> None:
    run = given(house, declared(house), series())
    with pytest.raises(DatabaseError), transaction.atomic():
        ImpactRun.objects.filter(pk=run.pk).update(source="other.csv")
    with pytest.raises(DatabaseError), transaction.atomic():
        run.delete()


def test_the_same_file_again_changes_nothing_and_another_is_a_new_result(house: House) -> None:
    evaluation = declared(house)
    first, new = hand_over(house.platform, evaluation, name="a.csv", content=series())
    again, repeated = hand_over(house.platform, evaluation, name="b.csv", content=series())
    assert (new, repeated, again.pk) == (True, False, first.pk)
    assert given(house, evaluation, series(count=27)).pk != first.pk
    assert [row["pk"] for row in impact.history(evaluation)][-1] == first.pk


@pytest.mark.parametrize(
    ("design", "starts", "content"),
    [
        (Design.DIFFERENCE_IN_DIFFERENCES, {u: s and "2025-05" for u, s in STAGGERED.items()}, None),
        (Design.STAGGERED, STAGGERED, None),
        (Design.STEPPED_WEDGE, WEDGE, None),
    ],
    ids=["did", "staggered", "wedge"],
)
def test_every_design_finds_a_planted_effect(house: House, design: Design, starts: Any, content: None) -> None:
    evaluation = declared(house, design, starts=starts)
    found = impact.recorded(given(house, evaluation, units(starts)))
    main = found.result.effects[found.result.main or ""]
    assert found.verdict == "better"
    assert main.low is not None
    assert main.high is not None
    assert main.low < -12 + 2
    assert main.high > -12 - 2
    assert main.units == len(starts)


def test_proportions_are_told_in_per_cent(house: House) -> None:
    evaluation = declared(house, kind="proportion", outcome="Deaths", unit="%", baseline=20.0, target=10.0)
    rows = [(month, "4 West", 200 if index < 12 else 110, 1000) for index, month in enumerate(months(2024, 24))]
    rows = [(month, unit, top + index % 5, 1000) for index, (month, unit, top, _) in enumerate(rows)]
    found = impact.recorded(given(house, evaluation, file(rows, ("period", "unit", "numerator", "denominator"))))
    main = found.result.effects["average"]
    assert main.unit == "percentage points"
    assert main.value == pytest.approx(-9, abs=1.5)
    assert found.result.counterfactual[-1].observed == pytest.approx(11.3)
    assert found.promise is not None
    assert found.promise.quarters[-1].value == pytest.approx(11.2, abs=0.2)
    assert found.promise.quarters[-1].share == pytest.approx(0.88, abs=0.02)


def test_rates_are_told_per_what_was_declared(house: House) -> None:
    evaluation = declared(house, kind="rate", unit="falls per 1,000 bed-days", per=1000, baseline=5.0, target=3.0)
    rows = [(m, "4 West", (50 if i < 12 else 30) + i % 4, 10_000.5) for i, m in enumerate(months(2024, 24))]
    found = impact.recorded(given(house, evaluation, file(rows, ("period", "unit", "numerator", "denominator"))))
    assert found.result.effects["average"].value == pytest.approx(-2, abs=0.5)
    assert found.promise is not None
    assert found.promise.quarters[0].value == pytest.approx(3.1, abs=0.2)


def test_too_few_periods_say_how_many_are_missing(house: House) -> None:
    found = impact.recorded(given(house, declared(house, starts={"4 West": "2024-05"}), series(count=7)))
    assert found.verdict == "not estimable"
    assert "4 more" in found.answer
    assert finding(house.use_case).state == FindingState.PARTIAL


def test_all_faults_of_a_file_are_named_and_nothing_is_kept(house: House) -> None:
    evaluation = declared(house)
    rows = [
        ("2024-1", "4 West", 95),
        ("2024-02", "5 East", 95),
        ("2024-03", "4 West", "n/a"),
        ("2024-04", "4 West", 95),
        ("2024-04", "4 West", 96),
        ("2024-05", "4 West"),
        ("", "4 West", "1,200"),
    ]
    with pytest.raises(DataRefused) as refused:
        given(house, evaluation, file(rows))
    found = {(fault.line, fault.column) for fault in refused.value.faults}
    wanted = {(2, "period"), (3, "unit"), (4, "value"), (6, "unit, period"), (7, "row"), (8, "period"), (8, "value")}
    assert found == wanted
    assert not ImpactRun.objects.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"period,unit,value\n", "no rows"),
        (b"period,unit,value,mrn\n2024-01,4 West,3,77\n", "columns"),
        (b"period;unit;value\n2024-01;4 West;3\n", "columns"),
        (b"period,unit,value\n2024-01,4 W\xe9st,3\n", "Line 2 is not UTF-8"),
        (b"PK\x03\x04\x00\x00", "not text"),
        (b'period,unit,value\n2024-01,"4 West,3\n', "cannot be read as CSV"),
        (b"period,unit,value\n2024-12,4 West,3\n2025-02,4 West,3\n", "1 thing is"),
        (b"period,unit,value\n2025-02,4 West,3\n2025-03,4 West,3\n", "1 thing is"),
        (b"period,unit,value\n3,4 West,3\n", "1 thing is"),
        (b"period,unit,value\n2024-01,4 West,1e999\n", "1 thing is"),
        (b"period,unit,value\n2024-01,4 West,nan\n", "1 thing is"),
        (b"period,unit,value\n0001-01,4 West,3\n9999-12,4 West,3\n", "1 thing is"),
        (b"period,unit,value\n2024-01,4 West,3\n", "1 thing is"),
    ],
)
def test_a_file_that_is_no_such_series_is_refused(house: House, content: bytes, said: str) -> None:
    with pytest.raises(DataRefused, match=said):
        given(house, declared(house), content)
    assert not ImpactRun.objects.exists()


def test_a_declaration_fits_its_design(house: House) -> None:
    two = {"4 West": "2025-01", "5 East": "2025-03"}
    for design, changes, said in (
        (Design.INTERRUPTED_TIME_SERIES, {"starts": two}, "What fits is: staggered adoption"),
        (Design.DIFFERENCE_IN_DIFFERENCES, {"starts": {"4 West": "2025-01"}}, "What fits is: interrupted time series"),
        (Design.STEPPED_WEDGE, {"starts": {"4 West": "2025-01"}}, "different times"),
        (Design.STAGGERED, {"starts": two, "horizons": (3,)}, "Horizons belong"),
        (Design.STAGGERED, {"starts": two, "phase_in": 2}, "phase-in"),
        (Design.INTERRUPTED_TIME_SERIES, {"starts": {"4 West": None}}, "No unit starts"),
        (Design.INTERRUPTED_TIME_SERIES, {"better": "higher"}, "lower is better"),
        (Design.INTERRUPTED_TIME_SERIES, {"promised_by": "soon"}, "2026-Q4"),
        (Design.INTERRUPTED_TIME_SERIES, {"target": None}, "both baseline and target"),
        (Design.INTERRUPTED_TIME_SERIES, {"kind": "proportion", "baseline": 950.0}, "from 0 to 100"),
    ):
        with pytest.raises(Refused, match=said):
            declared(house, design, **changes)
    assert not ImpactEvaluation.objects.exists()
    assert fitting(two, by_lot=True) is Design.STEPPED_WEDGE
    assert fitting({"a": "2025-01", "b": None, "c": None}) is Design.DIFFERENCE_IN_DIFFERENCES


def test_starts_are_read_with_every_fault_named() -> None:
    assert read_starts("4 West, 2026-04\n\nA, B, never\n") == {"4 West": "2026-04", "A, B": None}
    with pytest.raises(Refused, match=r"Line 1.*Line 2.*Line 4: X is named twice"):
        read_starts("4 West\n5, 2026-13\nX, 3\nX, 4")


def test_only_who_may_declares_hands_over_and_retires(house: House) -> None:
    with pytest.raises(NotAllowed):
        declare(house.administrator, house.use_case, Design.INTERRUPTED_TIME_SERIES, settings(), reason="So.")
    evaluation = declared(house)
    with pytest.raises(NotAllowed):
        hand_over(house.nurse, evaluation, name="a.csv", content=series())
    with pytest.raises(NotAllowed):
        retire(stranger(), evaluation, reason="No.")
    with pytest.raises(Refused, match="why"):
        retire(house.owner, evaluation, reason=" ")
    retire(house.owner, evaluation, reason="The unit closed.")
    with pytest.raises(Refused, match="retired"):
        given(house, evaluation, series())


def test_evidence_follows_the_answer(house: House) -> None:
    assert finding(house.use_case).state == FindingState.MISSING
    evaluation = declared(house)
    assert finding(house.deployment).state == FindingState.PARTIAL
    run = given(house, evaluation, series())
    found = finding(house.use_case)
    assert (found.state, found.link) == (FindingState.MET, reverse("review:impact", args=[evaluation.pk]))
    assert "lower than would have been expected" in found.summary
    other = declared(house, outcome="Length of stay")
    given(house, other, series(effect=9.0))
    worse = finding(house.use_case)
    assert worse.state == FindingState.PARTIAL
    assert "Worse in Length of stay" in worse.summary
    known = finding(house.use_case, "value-known")
    assert (known.state, known.summary) == (FindingState.MET, "2 of 2 declared outcomes answered.")
    retire(house.owner, other, reason="Another ward counted.")
    later = timezone.now() + timedelta(days=200)
    assert run.run_at < later
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("attending.review.value_findings.timezone.now", lambda: later)
        assert finding(house.use_case).state == FindingState.STALE
        assert finding(house.use_case, "value-known").state == FindingState.STALE


def test_an_outcome_that_nobody_can_estimate_is_not_known(house: House) -> None:
    assert finding(house.use_case, "value-known").state == FindingState.MISSING
    evaluation = declared(house)
    assert finding(house.use_case, "value-known").state == FindingState.PARTIAL
    given(house, evaluation, series())
    declared(house, outcome="Length of stay")
    known = finding(house.use_case, "value-known")
    assert (known.state, known.summary) == (FindingState.PARTIAL, "1 of 2 declared outcomes answered.")


def test_a_packet_tells_whether_it_helped(house: House) -> None:
    def told() -> list[Any]:
        return [each for each in packet.sections(house.deployment) if each["heading"].startswith("Did it help?")]

    assert "Nobody declared" in told()[0]["text"]
    given(house, declared(house), series())
    (section,) = told()
    assert section["text"].endswith("expected without it.")
    assert json.loads(json.dumps(section)) == section
    assert any(row[0] == "Against the promise" for row in section["rows"])
    assert "than would have been expected" in section["chart"]["title"]
    assert "<svg" in packet_charts.on_page(section["chart"])
    assert "<svg" in packet_charts.on_paper(section["chart"])
    starts = {"A": "2025-04", "B": "2025-04", "C": "2025-07", "D": "2025-07", "E": None, "F": None}
    for design in (Design.STAGGERED, Design.STEPPED_WEDGE):
        several = declared(house, design, starts=starts, outcome=str(design.label))
        given(house, several, units(starts))
    charts_of = {each["chart"]["name"]: each["chart"] for each in told()}
    assert set(charts_of) == {"review.impact-series", "review.impact-study", "review.impact-units"}
    assert all("<svg" in packet_charts.on_page(each) for each in charts_of.values())


def test_from_declaring_to_the_result(house: House, visit: Callable[[Person], Client]) -> None:
    measure = promised(house)
    owner, platform = visit(house.owner), visit(house.platform)
    form = {
        "outcome_measure": measure.pk,
        "kind": "mean",
        "starts": "4 West, 2025-01",
        "design": "its",
        "promised_by": "2025-Q4",
        "horizons": "3, 12",
        "reason": "The first unit.",
    }
    url = reverse("review:impact-declare", args=[house.use_case.pk])
    assert owner.post(url, {**form, "starts": "nothing"}).status_code == 422
    assert owner.post(url, {**form, "outcome_measure": ""}).status_code == 422
    varied = {**form, "worthwhile": "5", "spread": "1.5"}
    plan = owner.post(url, varied).content.decode()
    assert "An effect of 5 minutes is shown with a chance of" in plan
    assert "Smallest effect shown with a chance of 80" in plan
    assert "cannot be told beforehand" in " ".join(owner.post(url, form).content.decode().split())
    assert 'value="1.5"' in owner.post(url, {**varied, "step": "change"}).content.decode()
    assert not ImpactEvaluation.objects.exists()
    made = owner.post(url, {**varied, "step": "declare"})
    assert made.status_code == 302
    evaluation = ImpactEvaluation.objects.get()
    kept = impact.settings_of(evaluation)
    assert (kept.baseline, kept.target, kept.better, kept.horizons) == (95.0, 85.0, "lower", (3, 12))
    waiting = owner.get(made["Location"]).content.decode()
    assert "No data yet" in waiting
    assert "What it will be able to show" in waiting

    page = reverse("review:impact-data", args=[evaluation.pk])
    bad = platform.post(page, {"aggregates": SimpleUploadedFile("x.csv", b"period,unit,value\n2024-1,4 West,x\n")})
    assert bad.status_code == 422
    assert "a month such as 2026-04" in bad.content.decode()
    good = platform.post(page, {"aggregates": SimpleUploadedFile("times.csv", series())})
    assert good.status_code == 302
    html = platform.get(good["Location"]).content.decode()
    for said in (
        "lower than would have been expected",
        "Beside what was promised",
        "It cannot say",
        "October to December 2025",
    ):
        assert said in html
    again = platform.post(page, {"aggregates": SimpleUploadedFile("times.csv", series())}, follow=True)
    assert "Nothing has changed" in again.content.decode()
    assert ImpactRun.objects.count() == 1


def test_a_file_that_is_too_large_is_refused_unread(
    house: House, visit: Callable[[Person], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(*_: Any, **__: Any) -> None:
        pytest.fail("It was read.")

    monkeypatch.setattr("attending.review.views.impact.actions.hand_over", read)
    page = reverse("review:impact-data", args=[declared(house).pk])
    content = b"0" * (MOST_BYTES + 1)
    refused = visit(house.platform).post(page, {"aggregates": SimpleUploadedFile("times.csv", content)})
    assert refused.status_code == 422
    assert "larger than 2 MB" in refused.content.decode()


@pytest.mark.parametrize("design", [each for each in Design if each is not Design.INTERRUPTED_TIME_SERIES])
def test_more_units_show_smaller_effects(design: Design) -> None:
    starts: dict[str, Any] = {"A": "2025-04", "B": "2025-04", "C": "2025-04", "D": "2025-04", "E": None, "F": None}
    if design is not Design.DIFFERENCE_IN_DIFFERENCES:
        starts |= {"C": "2025-07", "D": "2025-07"}
    found = foresee(design, settings(starts=starts, spread=2.0, worthwhile=6.0))
    assert found is not None
    half = len(found.plans) // 2
    for few, many in zip(found.plans[:half], found.plans[half:], strict=True):
        assert (few.units, many.units) == (6, 12)
        assert few.smallest is not None
        assert many.smallest is not None
        assert many.smallest < few.smallest
    assert found.first_enough is not None
    # Where the effect is a ratio, 8 % of the value is as hard to show as 8 % of spread is wide.
    by_ratio = foresee(design, settings(starts=starts, spread=2.0, worthwhile=6.0, scale="ratio"))
    assert by_ratio is not None
    assert by_ratio.plans[0].chance == pytest.approx(found.plans[0].chance, abs=0.05)
    of_people = settings(starts=starts, kind="proportion", people=100, baseline=20.0, target=10.0)
    by_chance = foresee(design, of_people)
    assert by_chance is not None
    assert by_chance.spread == pytest.approx(4.0)


def test_an_effect_is_adjusted_for_declared_columns(house: House, visit: Callable[[Person], Client]) -> None:
    evaluation = declared(house, covariates=("case_mix",))
    rows = [
        (month, "4 West", round(95 + 3 * (at % 5) - (12 if at >= 12 else 0) + 0.1 * (at % 3), 2), at % 5)
        for at, month in enumerate(months(2024, 24))
    ]
    with pytest.raises(DataRefused):
        given(house, evaluation, file([row[:3] for row in rows]))
    run = given(house, evaluation, file(rows, ("period", "unit", "value", "case_mix")))
    found = impact.recorded(run).result
    assert found.effects["average"].value == pytest.approx(-12, abs=0.5)
    browser = visit(house.nurse)
    page = browser.get(reverse("review:impact", args=[evaluation.pk])).content.decode()
    assert "does not itself change case_mix" in page
    assert "Adjusted for" in page
    data = browser.get(reverse("review:impact-data-csv", args=[run.pk])).content.decode("utf-8-sig")
    assert '"case_mix"' in data.splitlines()[0]
    with pytest.raises(Refused, match="column of its own"):
        declared(house, covariates=("period",))


def test_every_number_leaves_as_csv_and_json_without_small_cells(
    house: House, visit: Callable[[Person], Client]
) -> None:
    evaluation = declared(house, kind="proportion", outcome="Deaths", unit="%", baseline=20.0, target=10.0)
    rows = [(month, "4 West", 7 + index % 3, 90) for index, month in enumerate(months(2024, 12))]
    rows += [(month, "4 West", 40 + index % 3, 400) for index, month in enumerate(months(2025, 12))]
    run = given(house, evaluation, file(rows, ("period", "unit", "numerator", "denominator")))
    client = visit(house.nurse)
    data = client.get(reverse("review:impact-data-csv", args=[run.pk])).content.decode()
    assert data.count("fewer than 11") == 12
    assert '"4 West","",40.0,400.0' in data
    document = client.get(reverse("review:impact-json", args=[run.pk])).json()
    observed = [row for row in document["numbers"] if row["section"] == "observed"]
    assert [row["value"] is None for row in observed] == [True] * 12 + [False] * 12
    (average,) = [row for row in document["numbers"] if row["name"] == "average"]
    assert average["value"] == impact.recorded(run).result.effects["average"].value
    text = client.get(reverse("review:impact-csv", args=[run.pk])).content.decode()
    assert text.count("\r\n") == len(document["numbers"]) + 1


def test_pages_take_a_constant_number_of_queries(house: House) -> None:
    first = declared(house)
    given(house, first, series())
    urls = [reverse("review:impacts"), reverse("review:impact-of", args=[house.use_case.pk])]
    urls.append(reverse("review:impact", args=[first.pk]))
    before = [queries_of(house.owner, url) for url in urls]
    for number in range(4):
        given(house, declared(house, outcome=f"Outcome {number}"), series(seed=number))
    given(house, first, series(count=26))
    assert [queries_of(house.owner, url) for url in urls] == before


def test_a_list_filters_and_pages(house: House, visit: Callable[[Person], Client]) -> None:
    kept, old = declared(house), declared(house, outcome="Length of stay")
    retire(house.owner, old, reason="Closed.")
    client = visit(house.owner)
    html = client.get(reverse("review:impacts"), {"retired": "False"}).content.decode()
    assert kept.title in html
    assert old.title not in html
    assert "Length of stay" in client.get(reverse("review:impacts"), {"retired": "True"}).content.decode()
