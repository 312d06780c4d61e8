"""The join, held against one patient at a time in plain Python over drawn tables and declarations."""

from __future__ import annotations

import random
from collections import Counter
from decimal import Decimal
from typing import Any, get_args

import duckdb
import ibis
import pytest

from attending.sources.clinical import (
    Declaration,
    EventColumns,
    EventDeclaration,
    Positive,
    PredictionColumns,
    View,
)
from attending.sources.clinical.declaration import Merge
from attending.sources.clinical.doubt import that_matter
from attending.sources.clinical.standard import words_and_numbers
from attending.sources.clinical.views import viewed
from attending.sources.engines.dialect import DUCKDB
from tests.property.sources.clinical_reference import HOUR, Doubt, Event, Prediction, alerts, units

POSITIVES = (
    Positive(),
    Positive("one_of", ("1", "Yes")),
    Positive("at_least", bound=Decimal(2)),
    Positive("above", bound=Decimal("1.5")),
    Positive("at_most", bound=Decimal(1)),
    Positive("below", bound=Decimal(1)),
)
COMPLETE, AS_OF = 40 * HOUR, 44 * HOUR


def drawn(rng: random.Random, patients: int = 60) -> tuple[list[Prediction], list[Event]]:
    """Whole hours, so that ties and events exactly at a window's end are frequent."""
    predictions, events = [], []
    for i in range(patients):
        stays = [f"e{i}-{k}" for k in range(rng.randint(1, 2))]
        for _ in range(rng.randint(1, 5)):
            end = rng.choice([None, None, rng.randint(0, 40) * HOUR])
            predictions.append(
                Prediction(f"p{i}", rng.choice(stays), rng.randint(0, 10) / 10, rng.randint(0, 36) * HOUR, end)
            )
        for _ in range(rng.randint(0, 5)):
            at = rng.randint(0, 48) * HOUR
            events.append(
                Event(
                    f"p{i}", rng.choice(stays), rng.choice(["T", "T", "U", "gone", "other"]), at,
                    rng.choice([None, "", "0", "1", "1.0", " yes ", "2", "3.5", "n/a"]),
                    rng.choice([None, at, at + 3 * HOUR]),
                )
            )  # fmt: skip
    return predictions, events


def declared(rng: random.Random, view: View, merge: Merge) -> Declaration:
    ends = (EventDeclaration("Gone", ("gone",), "follow_up_end"),) if rng.random() < 0.6 else ()
    target = EventDeclaration(
        "T", rng.choice([("T",), ("T", "U")]), "target", rng.choice([4.0, 6.0, 12.0]), rng.choice([0.0, 0.0, 1.0]),
        merge, rng.choice(POSITIVES),
    )  # fmt: skip
    return Declaration(
        PredictionColumns("patient", "score", "at", "encounter", follow_up_end="followed_until"),
        EventColumns("patient", "type", "at", "value", "encounter", "arrived"),
        (target, *ends),
        "T",
        view,
        after_event=rng.choice(["keep", "set_apart"]),
        ended=rng.choice(["lost", "no_event"]),
    )


@pytest.fixture(scope="module")
def engine() -> Any:
    return ibis.duckdb.from_connection(duckdb.connect())


def doubted(rng: random.Random, patients: int = 60) -> list[Doubt]:
    """Rows that were set aside: any of what they say may be missing."""

    def lost(value: Any) -> Any:
        return None if rng.random() < 0.2 else value

    found = []
    for _ in range(patients // 2):
        i, at = rng.randrange(patients), rng.randint(0, 48) * HOUR
        kind = rng.choice(["T", "U", "gone", "other"])
        stay = lost(f"e{i}-{rng.randint(0, 1)}")
        found.append(Doubt(lost(f"p{i}"), stay, lost(kind), lost(at), rng.choice([None, at, at + 3 * HOUR])))
    return found


def run(
    engine: Any,
    rows: list[Prediction],
    events: list[Event],
    declaration: Declaration,
    doubts: list[Doubt] | None = None,
) -> list[dict[str, Any]]:
    made = ibis.memtable(
        {
            "patient": [p.patient for p in rows],
            "encounter": [p.encounter for p in rows],
            "score": [p.score for p in rows],
            "at": [p.at for p in rows],
            "period": [24312] * len(rows),
            "followed_until": [p.followed_until for p in rows],
            "attribute_0": [str(i) for i in range(len(rows))],
        },
        schema={
            "patient": "string", "encounter": "string", "score": "float64", "at": "int64", "period": "int32",
            "followed_until": "int64", "attribute_0": "string",
        },
    )  # fmt: skip
    came = ibis.memtable(
        {
            "patient": [e.patient for e in events],
            "encounter": [e.encounter for e in events],
            "type": [e.type for e in events],
            "at": [e.at for e in events],
            "value": [e.value for e in events],
            "arrived": [e.arrived for e in events],
        },
        schema={
            "patient": "string", "encounter": "string", "type": "string", "at": "int64", "value": "string",
            "arrived": "int64",
        },
    )  # fmt: skip
    came = came.mutate(**words_and_numbers(came.value, DUCKDB)).drop("value")
    aside = None
    if doubts is not None:
        names = ("patient", "encounter", "type", "at", "arrived")
        kinds = {name: "int64" if name in ("at", "arrived") else "string" for name in names}
        told = ibis.memtable({name: [getattr(d, name) for d in doubts] for name in names}, schema=kinds)
        aside = that_matter(told, declaration, AS_OF)
    labelled = viewed(made, came, declaration, complete_until=COMPLETE, as_of=AS_OF, doubtful=aside)
    found: list[dict[str, Any]] = engine.to_pyarrow(labelled).to_pylist()
    return found


@pytest.mark.parametrize("merge", get_args(Merge))
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_alerts_are_labelled_as_the_reference_labels_them(engine: Any, merge: Merge, seed: int) -> None:
    rng = random.Random(f"{merge}{seed}")
    predictions, events = drawn(rng)
    declaration = declared(rng, View(), merge)
    doubts = doubted(rng) if seed > 1 else []
    wanted = alerts(predictions, events, declaration, COMPLETE, AS_OF, doubts)
    rows = run(engine, predictions, events, declaration, doubts if seed > 1 else None)
    found = {int(row["attribute_0"]): row for row in rows}
    assert any(row["in_doubt"] for row in rows) == (seed > 1)
    assert all(row["outcome"] is None for row in rows if row["in_doubt"])
    assert len(found) == len(predictions)
    for i, answer in enumerate(wanted):
        row = found[i]
        assert (row["state"], row["outcome"], row["event_seen"], row["event_at"]) == (
            answer.state, answer.outcome, answer.seen, answer.event_at,
        ), (predictions[i], declaration.outcome)  # fmt: skip


@pytest.mark.parametrize("merge", ["any", "first", "nearest"])
@pytest.mark.parametrize(
    "view",
    [
        View("encounter", "maximum"),
        View("patient", "maximum", landmark_hours=2.0, span_hours=14.0),
        View("patient", "first", span_hours=20.0),
        View("encounter", "last", landmark_hours=1.0, span_hours=9.0),
        View("patient", "first_crossing", threshold=Decimal("0.7")),
    ],
)
def test_units_are_viewed_as_the_reference_views_them(engine: Any, view: View, merge: Merge) -> None:
    rng = random.Random(f"{merge}{view}")
    predictions, events = drawn(rng)
    # The first prediction's own end of follow-up is the unit's: a tie in time and score would leave it open.
    predictions = list({(p.patient, p.encounter, p.at): p for p in predictions}.values())
    predictions = list({(p.patient, p.at): p for p in predictions}.values())
    declaration = declared(rng, view, merge)
    doubts = doubted(rng)
    wanted = units(predictions, events, declaration, COMPLETE, AS_OF, doubts)
    rows = run(engine, predictions, events, declaration, doubts)
    found: dict[tuple[str, ...], dict[str, Any]] = {
        (r["patient"], r["encounter"]) if view.level == "encounter" else (r["patient"],): r for r in rows
    }
    assert len(rows) == len(found) == len(wanted)
    for key, (answer, score, scanned) in wanted.items():
        row = found[key]
        assert (row["state"], row["outcome"], row["event_at"]) == (answer.state, answer.outcome, answer.event_at), key
        assert (row["score"], row["scanned"]) == (score, scanned), key


def test_the_drawn_tables_reach_every_state(engine: Any) -> None:
    states: Counter[str] = Counter()
    for seed in range(6):
        rng = random.Random(seed)
        predictions, events = drawn(rng)
        declaration = declared(rng, View(), "any")
        states.update(answer.state for answer in alerts(predictions, events, declaration, COMPLETE, AS_OF))
    assert set(states) == {"event", "no_event", "waiting", "lost", "unknown", "set_apart"}


def test_no_label_changes_when_scores_do(engine: Any) -> None:
    """And no picked score looks at the label: with a landmark, events leave every score as it is."""
    rng = random.Random(5)
    predictions, events = drawn(rng)
    predictions = list({(p.patient, p.at): p for p in predictions}.values())
    view = View("patient", "maximum", landmark_hours=3.0, span_hours=20.0)
    declaration = declared(rng, view, "any")
    with_events = {row["patient"]: row["score"] for row in run(engine, predictions, events, declaration)}
    without = {row["patient"]: row["score"] for row in run(engine, predictions, events[:1], declaration)}
    assert with_events == without
