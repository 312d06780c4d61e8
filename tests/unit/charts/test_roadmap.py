"""The roadmap says first what starts, draws what runs and what is there, and tells the same in words."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from attending import charts
from attending.analytics.sequencing import Capability, Never, plan_of, solve
from attending.charts.roadmap import roadmap
from tests.unit.analytics.sequencing.hospital import DETERIORATION, FEED, NOTES, SEPSIS, hospital


@pytest.mark.parametrize("width", [charts.FULL, charts.WIDE, charts.NARROW])
def test_the_answer_is_what_starts_and_the_words_tell_every_line(width: int) -> None:
    problem = hospital()
    chart = roadmap(problem, solve(problem), width=width)
    chart.to_dict(validate=True)
    assert charts.answer_of(chart) == "1 initiative starts in 2027 Q1, 3 later"
    assert charts.note_of(chart).startswith("4 of 4 initiatives, 2027 Q1 to 2027 Q4. Value 340, proven best.")
    told = charts.description_of(chart)
    assert "Vital signs feed runs in 2027 Q1" in told
    assert "Vital signs is there from 2027 Q2" in told
    root = ET.fromstring(charts.svg(chart))
    assert root[1].text == told
    drawn = "".join(root.itertext())
    for text in ("Sepsis alert", "Capabilities", "2027 Q4", "in use"):
        assert text in drawn


def test_on_a_whole_page_long_names_stand_unbroken() -> None:
    long = "Bring vital signs from the wards within fifteen minutes"
    problem = hospital(initiatives=(replace(FEED, title=long), SEPSIS))
    plan = solve(problem)
    pictures = charts.responsive_svg(lambda width: roadmap(problem, plan, width=width), full=True)
    full = pictures.partition('class="chart-full"')[2].partition("</desc>")[2]
    assert long in full
    assert "chart-full" not in charts.responsive_svg(lambda width: roadmap(problem, plan, width=width))


def test_what_ran_before_and_what_was_there_before_are_marked() -> None:
    running = replace(FEED, start=-1, duration=2, demand={})
    given = Capability("other", "Consent form", available=0)
    problem = hospital(initiatives=(running, SEPSIS, NOTES), capabilities=(Capability("vitals", "Vitals"), given))
    chart = roadmap(problem, solve(problem))
    told = charts.description_of(chart)
    assert "Vital signs feed started before and runs to 2027 Q1" in told
    assert "Consent form" not in told
    assert "started before this plan" in charts.svg(chart)
    done = hospital(initiatives=(replace(FEED, start=-1), DETERIORATION))
    assert "Vital signs is there already" in charts.description_of(roadmap(done, solve(done)))


def test_a_plan_in_which_nothing_starts_says_so() -> None:
    problem = hospital(wishes=tuple(Never(each) for each in ("feed", "sepsis", "deterioration", "notes")))
    chart = roadmap(problem, plan_of(problem, {}, bound=0.0, solver="none"))
    assert charts.answer_of(chart) == "Nothing new starts in this plan"
    assert "Nothing starts in this plan." in "".join(ET.fromstring(charts.svg(chart)).itertext())
