"""Arrivals, operating points, staffing, demand and oversight as the workload page reads them."""

from __future__ import annotations

import math
import re
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attending.analytics.alert_queue import (
    Arrivals,
    Choice,
    Deadline,
    Effect,
    Handling,
    Interval,
    Run,
    ScoreBin,
    Shift,
    Validation,
    Workload,
    best,
    from_preset,
    sweep,
)
from attending.maps.reading import read
from attending.program.rules import Refused
from attending.workflow.contract_packet import expected_rows
from attending.workflow.presenters.workload_answer import answer_view
from attending.workflow.presenters.workload_choice import say
from attending.workflow.rules.arrivals import SHAPES, read_hours, spread_over_the_day
from attending.workflow.rules.capacity import demand_of, refusals, ways_out
from attending.workflow.rules.contract import Expected, Terms, recorded, scaled
from attending.workflow.rules.operating_points import read_points, validation_of
from attending.workflow.rules.oversight import USUAL_SHIFTS, oversight_points, shifts_of
from attending.workflow.rules.point import Asked, neighbour
from attending.workflow.rules.staffing import in_words, levels
from attending.workflow.rules.study import Basis, inputs_record, read_study, simulated
from attending.workflow.simulating import Answer

EXAMPLE = Path(__file__).parents[3] / "docs/how-to/examples/sepsis-map.yaml"


class TestArrivals:
    @given(st.floats(0.1, 5000), st.sampled_from(sorted(SHAPES)))
    def test_a_day_keeps_its_number_whatever_its_shape(self, per_day: float, shape: str) -> None:
        hours = spread_over_the_day(per_day, shape)
        assert len(hours) == 24
        assert math.isclose(math.fsum(hours), per_day)

    def test_numbers_lines_and_sheets_are_read(self) -> None:
        assert read_hours(" ".join(["2"] * 24)) == (2.0,) * 24
        assert read_hours("\n".join(f"{hour:02d}:00;{hour}" for hour in range(24))) == tuple(map(float, range(24)))
        assert read_hours("hour,patients\n" + "\n".join(f"{hour},1.5" for hour in range(24))) == (1.5,) * 24
        assert len(read_hours(",".join(["1"] * 168))) == 168

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("1 2 3", "There are 3 numbers; give 24"),
            ("\n".join(["0,1", *(f"{hour},1" for hour in range(2, 25))]), "Line 2 is for hour '2'; 1 is expected"),
            ("1 " * 23 + "-4", "Line 1: '-4' is no number of patients"),
            ("1 " * 23 + "inf", "'inf' is no number"),
        ],
    )
    def test_what_cannot_be_is_refused_with_its_line(self, text: str, why: str) -> None:
        with pytest.raises(Refused, match=why):
            read_hours(text)

    def test_a_number_or_a_shape_that_cannot_be_is_refused(self) -> None:
        with pytest.raises(Refused, match="give a number above 0"):
            spread_over_the_day(0, "even")
        with pytest.raises(Refused, match="There is no shape 'odd'"):
            spread_over_the_day(1, "odd")


class TestOperatingPoints:
    def test_bins_hold_everybody_and_flag_what_was_measured(self) -> None:
        points = read_points("0.3, 0.62, 0.90\n0.6; 0.4; 0.97", having=100, without=1000)
        found = validation_of(points, having=100, without=1000, source="Vendor", aggregate=True)
        assert (found.people, found.events) == (1100, 100)
        assert found.flagged(0.3) == pytest.approx((100, 62))
        assert found.flagged(0.6) == pytest.approx((30, 40))

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("0.3, 0.62", "Line 1, '0.3, 0.62': give three numbers"),
            ("0.3, 0.62, 90", "Line 1, specificity: '90' is no number from 0 to 1"),
            ("0.3, 0.6, 0.9\n0.3, 0.5, 0.95", "The threshold 0.3 is there twice"),
            ("0.3, 0.5, 0.9\n0.4, 0.6, 0.95", "From threshold 0.3 to 0.4 more people are flagged"),
            ("", "no threshold at which the model was measured"),
        ],
    )
    def test_what_cannot_be_is_refused(self, text: str, why: str) -> None:
        with pytest.raises(Refused, match=why):
            validation_of(read_points(text, having=9, without=90), having=9, without=90, source="", aggregate=True)


class TestCapacity:
    def workload(self, minutes: float) -> Workload:
        people = {"day": 3, "evening": 3, "night": 1}
        return Workload(
            from_preset("epic-sepsis-v1"),
            Arrivals((4.0,) * 24),
            USUAL_SHIFTS,
            levels(people),
            Handling(minutes),
            Deadline(30),
        )

    @given(st.integers(0, 29), st.floats(5, 400))
    def test_ways_out_lead_out(self, at: int, minutes: float) -> None:
        workload = self.workload(minutes)
        people = {"day": 3, "evening": 3, "night": 1}
        threshold = workload.grid[at]
        found = demand_of(workload, threshold, people)
        if not refusals(found):
            assert found.below_capacity
            return
        ways = ways_out(workload, threshold, people)
        assert ways
        for way in ways:
            if way.startswith("With this team"):
                higher = float(way.split("threshold of ")[1].split(" ")[0])
                nearest = min(workload.grid, key=lambda each: abs(each - higher))
                assert not refusals(demand_of(workload, nearest, people))


class TestStaffing:
    def test_levels_add_nobody_where_nobody_is_on_duty(self) -> None:
        found = {team.name: dict(team.people) for team in levels({"day": 1, "night": 0})}
        assert "One fewer on each shift" not in found
        assert found["Two more on each shift"] == {"day": 3, "night": 0}
        assert in_words({"day": 3, "night": 1}) == "3 on day and 1 on night"

    def test_a_step_stays_on_the_grid(self) -> None:
        assert neighbour((0.1, 0.2, 0.3), 0.2, up=True) == 0.3
        assert neighbour((0.1, 0.2, 0.3), 0.25, up=False) == 0.2
        assert neighbour((0.1, 0.2, 0.3), 0.3, up=True) == 0.3
        assert neighbour((0.1, 0.2, 0.3), 0.1, up=False) == 0.1


class TestOversight:
    def test_a_map_says_who_acts_by_when_and_how_many_there_are(self) -> None:
        drawn = read(EXAMPLE.read_text("utf-8"))
        (point,) = oversight_points(drawn)
        assert (point.step, point.acts, point.sees) == ("review", "Emergency physician", "Emergency physician")
        assert (point.minutes, point.limit, point.people) == (6, 30, (4, 2))
        assert point.fallback == "Paper qSOFA card in the blue folder"
        assert point.on_breach == "Call the consultant"
        assert [shift.name for shift in shifts_of(drawn)] == ["day", "night"]
        assert shifts_of(None) == USUAL_SHIFTS


def test_a_threshold_is_recorded_to_six_decimals_and_an_interval_scales() -> None:
    assert str(recorded(0.09215449)) == "0.092154"
    assert scaled(Interval(2.0, 1.0, None), 0.5) == Interval(1.0, 0.5, None)


class TestWords:
    def test_of_alerts_that_stay_in_the_queue_the_contract_tells_those_begun_late(self) -> None:
        nothing = Interval(None)
        expected = Expected(
            **dict.fromkeys((each.name for each in fields(Expected)), nothing)
            | {"share_in_time": Interval(0.7, 0.6, 0.75), "share_lapsed": Interval(0.0, 0.0, 0.0)}
        )
        terms = Terms(
            **dict.fromkeys((each.name for each in fields(Terms)), "") | {"lapses": False, "expected": expected}
        )
        assert dict(expected_rows(terms, expected))["Begun late or never"].startswith("30.0")
        assert dict(expected_rows(replace(terms, lapses=True), expected))["Never begun"].startswith("0.0")

    def test_of_alerts_that_stay_in_the_queue_each_shift_tells_those_begun_late(self) -> None:
        shifts = (Shift("day", "07:00", "19:00"), Shift("night", "19:00", "07:00"))
        workload = Workload(
            from_preset("epic-sepsis-v1"),
            Arrivals((4.0,) * 24),
            shifts,
            levels({"day": 2, "night": 0}),
            Handling(10),
            Deadline(30, "late"),
            run=Run(days=2, replications=2),
        )
        record = inputs_record(workload, Basis(arrivals="Even")), simulated(workload)
        studied = read_study(*record)
        point = studied.sweeps["first-come"].points[0]
        people = dict(workload.teams[0].people)
        asked = Asked(point.threshold, people, "first-come")
        view = answer_view(studied, Answer(asked, point, demand_of(workload, point.threshold, people), kept=True))
        (column,) = (at for at, header in enumerate(view.shifts.headers) if header == "Begun late or never")
        assert str(view.shifts.rows[1][column]).startswith(("9", "100", ">")), "by night nearly all wait for the day"

    def test_where_alerts_cost_more_than_they_bring_no_threshold_is_called_best(self) -> None:
        shifts = (Shift("all day", "07:00", "07:00"),)
        workload = Workload(
            from_preset("epic-sepsis-v1"),
            Arrivals((4.0,) * 24),
            shifts,
            levels({"all day": 2}),
            Handling(10),
            Deadline(30),
            Effect(harm_false=50.0),
            run=Run(days=2, replications=2),
        )
        told = say(best(sweep(workload))[0])
        assert told.endswith("Not to alert at all would be better.")
        assert "is best" not in told

    @pytest.mark.parametrize(("low", "words"), [(0.1, "With this team 0.5 is: per"), (-0.1, "by no clear difference")])
    def test_a_threshold_is_best_only_where_the_difference_is_clear(self, low: float, words: str) -> None:
        shifts = (Shift("all day", "07:00", "07:00"),)
        bins = (ScoreBin(0.0, 800, 20), ScoreBin(0.2, 150, 30), ScoreBin(0.5, 50, 50))
        workload = Workload(
            Validation(bins),
            Arrivals((24.0,) * 24),
            shifts,
            levels({"all day": 1}),
            Handling(20),
            Deadline(60),
            run=Run(days=2, replications=2),
            thresholds=(0.2, 0.5),
        )
        found = sweep(workload)
        blind, aware = found.of(found.teams[0])
        assert words in say(Choice(found.teams[0], blind, aware, Interval(0.3, low, 0.6)))

    def test_a_refusal_tells_the_work_of_the_day_whose_share_it_tells(self) -> None:
        week = (*(2.0,) * 24, *(1.0,) * 144)
        shifts = (Shift("all day", "07:00", "07:00"),)
        workload = Workload(
            from_preset("epic-sepsis-v1"), Arrivals(week), shifts, levels({"all day": 1}), Handling(200), Deadline(30)
        )
        (told,) = refusals(demand_of(workload, workload.validation.operating or 0.0, {"all day": 1}))
        found = re.search(r"need (\d+) minutes on the busiest weekday; 1 person has (\d+), so (\d+) %", told)
        assert found
        needed, there, share = map(float, found.groups())
        assert share == pytest.approx(100 * needed / there, abs=1)
