"""Two panels that judge the demonstration's use cases: one closed after two rounds, one being scored; all synthetic."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from importlib import resources
from typing import Any, Final

from numpy.random import Generator, default_rng

from attending.demo.use_cases import Cast, Entry
from attending.program.models import Person, Site, UseCase
from attending.strategy.actions.gates import answer_gate
from attending.strategy.actions.panel.closing import close_round
from attending.strategy.actions.panel.discussing import note_cell
from attending.strategy.actions.panel.preparing import choose_items, choose_panelists, expect, prepare_panel
from attending.strategy.actions.panel.rounds import begin_scoring, open_next_round
from attending.strategy.actions.panel.scoring import declare_conflict, hand_in, save_scores
from attending.strategy.actions.panel.weighing import save_swings
from attending.strategy.models import Panel, PanelItem, PanelState, Verdict
from attending.strategy.queries.gates import standing
from attending.strategy.queries.panels import criteria_of, items_of, open_round, own_sheet, panelist_of
from attending.strategy.rules.gates import eligible
from attending.strategy.rules.panel import Expected

COMPLIANCE: Final = "Compliance Officer"
DAYS: Final = timedelta(days=12)
HALF: Final = 4
POINTS: Final = (100, 80, 70, 60, 50, 40, 30, 20)

Scores = Mapping[tuple[str, str], int]
"""By the title of a use case and the key of a criterion."""


def hold_panels(cast: Cast, today: date) -> None:
    """Hold both panels on the use cases whose gates are met; none where hardly any is."""
    data = tomllib.loads(resources.files("attending.demo").joinpath("panels.toml").read_text("utf-8"))
    fit = _eligible(cast, data)
    if len(fit) <= data["closed"]["top"]:
        return
    panel = _begun(cast, data["closed"], fit, today)
    _two_rounds(cast, panel, data, today)
    asked = [each for each in fit if each.title in data["open"]["use_cases"]]
    if len(asked) > data["open"]["top"]:
        _one_begun(cast, _begun(cast, data["open"], asked, today), data)


def _eligible(cast: Cast, data: Entry) -> list[UseCase]:
    """The use cases to judge whose gates are met, once compliance has answered what nobody had."""
    found = list(UseCase.objects.filter(title__in=data["tends"]).order_by("title"))
    for use_case in found:
        for state in standing([use_case])[use_case.pk]:
            if not state.derived and state.verdict == Verdict.UNKNOWN:
                person = cast.people[COMPLIANCE]
                answer_gate(person, use_case, state.key, Verdict.MET, reason=data["gate_reason"])
    states = standing(found)
    return [each for each in found if eligible(states[each.pk])]


def _begun(cast: Cast, entry: Entry, use_cases: Sequence[UseCase], today: date) -> Panel:
    panel = prepare_panel(cast.cmio, title=entry["title"], top=entry["top"], due_on=today + DAYS, seed=entry["seed"])
    choose_items(cast.cmio, panel, use_cases)
    choose_panelists(cast.cmio, panel, [(cast.people[name], None) for name in entry["panelists"]])
    sites = {each.name: each.pk for each in Site.objects.all()}
    wanted = [Expected(e["discipline"], sites.get(e.get("site", "")), e["count"]) for e in entry.get("expected", ())]
    expect(cast.cmio, panel, wanted)
    begin_scoring(cast.cmio, panel)
    return Panel.objects.get(pk=panel.pk)


def _two_rounds(cast: Cast, panel: Panel, data: Entry, today: date) -> None:
    entry = data["closed"]
    present = [name for name in entry["panelists"] if name != entry["absent"]]
    for name in present:
        person = cast.people[name]
        if name != entry["unweighed"]:
            _weigh(person, panel)
        _score(person, panel, _first(person, data), leave=HALF if name == entry["half"] else 0)
        hand_in(person, panel)
    close_round(cast.cmio, panel)
    if Panel.objects.get(pk=panel.pk).state != PanelState.DISCUSSION:
        return
    items = {each.use_case.title: each for each in items_of(panel)}
    criteria = {each.key: each for each in criteria_of(panel)}
    for split in data["split"]:
        if split["use_case"] in items:
            note_cell(cast.cmio, panel, items[split["use_case"]], criteria[split["criterion"]], split["said"])
    conflict = entry["conflict"]
    if conflict["use_case"] in items:
        declare_conflict(cast.people[conflict["panelist"]], panel, items[conflict["use_case"]], conflict["nature"])
    open_next_round(cast.cmio, panel, due_on=today + DAYS)
    for name in present:
        person = cast.people[name]
        _score(person, panel, _second(person, data))
        hand_in(person, panel)
    close_round(cast.cmio, panel)


def _one_begun(cast: Cast, panel: Panel, data: Entry) -> None:
    entry = data["open"]
    for name in entry["handed_in"]:
        person = cast.people[name]
        _weigh(person, panel)
        _score(person, panel, _first(person, data))
        hand_in(person, panel)
    person = cast.people[entry["begun"]]
    item = items_of(panel)[0]
    _save(person, panel, item, [each.key for each in criteria_of(panel)][:HALF], _first(person, data))


def _score(person: Person, panel: Panel, scores: Scores, *, leave: int = 0) -> None:
    """Score what the open round asks for; of the last use case ``leave`` criteria stay blank."""
    panelist, round_ = panelist_of(panel, person), open_round(panel)
    own = own_sheet(panelist, round_) if panelist and round_ else None
    if own is None:
        return
    asked = own.asked_items()
    for item in asked:
        keys = [each.key for each in own.asked_criteria(item)]
        _save(person, panel, item, keys[leave:] if item == asked[-1] else keys, scores)


def _save(person: Person, panel: Panel, item: PanelItem, keys: Sequence[str], scores: Scores) -> None:
    save_scores(person, panel, item, {key: scores[item.use_case.title, key] for key in keys})


def _first(person: Person, data: Entry) -> Scores:
    """What the person scores at first: what most tend to, a little off, and what their discipline sees otherwise."""
    random = _numbers(person.printed_name)
    found = {}
    for title, tends in data["tends"].items():
        for key, usual in zip(data["criteria"], tends, strict=True):
            found[title, key] = _within(usual + int(random.integers(-1, 2)))
    for split in data["split"]:
        side = "low" if person.discipline in split["lows"] else "high"
        found[split["use_case"], split["criterion"]] = _within(split[side] + int(random.integers(-1, 2)))
    return found


def _second(person: Person, data: Entry) -> Scores:
    """Where the panel has talked, most come together; where it has not come to terms, all stay."""
    found = dict(_first(person, data))
    random = _numbers(f"{person.printed_name} again")
    for split in data["split"]:
        if "then" in split:
            found[split["use_case"], split["criterion"]] = _within(split["then"] + int(random.integers(-1, 2)))
    return found


def _weigh(person: Person, panel: Panel) -> None:
    """Points in an order of the person's own."""
    keys = [each.key for each in criteria_of(panel)]
    order: Sequence[Any] = _numbers(f"{person.printed_name} weighs").permutation(len(keys)).tolist()
    save_swings(person, panel, {key: POINTS[place % len(POINTS)] for key, place in zip(keys, order, strict=True)})


def _within(score: int) -> int:
    return min(9, max(1, score))


def _numbers(text: str) -> Generator:
    return default_rng(int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]))
