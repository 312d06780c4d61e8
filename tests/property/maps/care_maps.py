"""Arbitrary maps of care: any text that can be printed, loops, half maps, every field given and left out."""

from datetime import time

from hypothesis import strategies as st

from attending.maps.model import (
    DISCIPLINES,
    Assist,
    Authority,
    Breach,
    Capacity,
    CareMap,
    Fallback,
    Flow,
    Hazard,
    Lane,
    LaneKind,
    Limit,
    Oversight,
    Shift,
    Step,
    StepKind,
    TimeRule,
)

PRINTABLE = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
KEYS = st.sampled_from(["1", "12", "a", "b-2", "c", "day", "e", "no", "null", "review", "step", "x" * 40, "y-", "0"])
ODD = ["no", "null", "1", "1e3", "a: b", "- x", "#", "'", '"', "{a}", "<&>", "~", "Review", "07:00", "é, ü", "a" * 200]
TEXTS = (
    st.one_of(st.sampled_from(ODD), st.text(PRINTABLE, min_size=1, max_size=12))
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)
NOTES = (
    st.lists(st.one_of(st.just(""), st.just("  - x"), TEXTS), min_size=1, max_size=3)
    .map("\n".join)
    .map(lambda text: "\n".join(line.rstrip() for line in text.split("\n")).strip())
)
MINUTES = st.one_of(
    st.integers(1, 5_000).map(float),
    st.floats(0.01, 1_000_000),
)
WORKED = (StepKind.TASK, StepKind.DECISION, StepKind.ASSIST)


def lists(strategy, size=3):
    """Tuples of different values."""
    return st.lists(strategy, max_size=size, unique=True).map(tuple)


def maybe(strategy, otherwise=""):
    """The value, or what stands for nothing."""
    return st.one_of(st.just(otherwise), strategy)


@st.composite
def care_maps(draw, most_steps=7):
    """A whole map; steps only where there are lanes."""
    shifts = tuple(
        Shift(key, time(draw(st.integers(0, 23)), draw(st.integers(0, 59))), time(draw(st.integers(0, 23))))
        for key in draw(lists(KEYS, 2))
    )
    lanes = tuple(draw(_lanes(key, shifts)) for key in draw(lists(KEYS, 4)))
    kinds = {key: draw(st.sampled_from(StepKind)) for key in draw(lists(KEYS, most_steps))} if lanes else {}
    steps = tuple(draw(_steps(key, kinds, lanes)) for key in kinds)
    hazards, rules = (), ()
    if steps:
        keys = st.sampled_from(list(kinds))
        words = lists(st.one_of(TEXTS, keys), 2)
        hazards = tuple(
            Hazard(key, draw(TEXTS), draw(keys), draw(words), draw(words), draw(words), draw(words))
            for key in draw(lists(KEYS, 2))
        )
        rules = tuple(
            TimeRule(key, draw(TEXTS), draw(keys), draw(keys), draw(MINUTES), draw(st.booleans()))
            for key in draw(lists(KEYS, 2))
        )
    return CareMap(draw(TEXTS), draw(maybe(NOTES)), shifts, lanes, steps, hazards, rules)


@st.composite
def _lanes(draw, key, shifts):
    kind = draw(st.sampled_from(LaneKind))
    if kind is LaneKind.SYSTEM:
        return Lane(key, draw(TEXTS), kind)
    some = draw(lists(st.sampled_from(shifts), len(shifts))) if shifts else ()
    capacity = tuple(Capacity(shift.key, draw(st.integers(0, 1_000))) for shift in some)
    return Lane(key, draw(TEXTS), kind, draw(maybe(st.sampled_from(list(DISCIPLINES)))), capacity)


@st.composite
def _steps(draw, key, kinds, lanes):
    kind = kinds[key]
    keys = st.sampled_from(list(kinds))
    roles = st.sampled_from([lane.key for lane in lanes])
    assists = [each for each, other in kinds.items() if other is StepKind.ASSIST]
    worked = kind in WORKED
    oversight = limit = fallback = None
    if worked and kind is not StepKind.ASSIST and assists and draw(st.booleans()):
        may = draw(maybe(st.sampled_from(Authority), None))
        of = draw(st.lists(st.sampled_from(assists), min_size=1, max_size=2, unique=True))
        oversight = Oversight(tuple(of), may, draw(maybe(TEXTS)))
    if worked and draw(st.booleans()):
        breach = Breach(draw(maybe(keys)), draw(maybe(roles)), draw(maybe(TEXTS)))
        limit = Limit(draw(MINUTES), draw(maybe(keys)), breach if breach != Breach() else None)
    if worked and draw(st.booleans()):
        fallback = Fallback(draw(maybe(keys)), draw(maybe(TEXTS)), draw(st.booleans()))
        fallback = fallback if fallback.step or fallback.procedure else None
    assist = None
    if kind is StepKind.ASSIST and draw(st.booleans()):
        assist = Assist(draw(maybe(TEXTS)), draw(maybe(roles)), draw(maybe(TEXTS)), draw(maybe(TEXTS)))
    flows = draw(_flows(keys)) if kind is not StepKind.END else ()
    return Step(
        key,
        draw(roles),
        kind,
        draw(TEXTS),
        draw(maybe(NOTES)),
        draw(maybe(st.integers(1, 9), None)),
        draw(maybe(MINUTES, None)),
        draw(lists(TEXTS, 2)),
        flows,
        assist,
        oversight,
        limit,
        fallback,
    )


@st.composite
def _flows(draw, keys):
    targets = draw(lists(keys))
    otherwise = draw(st.integers(0, 3))
    flows = []
    for place, target in enumerate(targets):
        when = "" if place == otherwise else draw(maybe(TEXTS))
        flows.append(Flow(target, when, place == otherwise, draw(maybe(TEXTS))))
    return tuple(flows)
