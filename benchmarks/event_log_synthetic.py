"""A synthetic event log of an emergency department: made of random numbers, of no patient and of no hospital."""

from __future__ import annotations

from pathlib import Path

SEED = 20260501
ACTIVITIES = (
    "Registration", "Triage", "Sepsis triage", "Leucocytes", "CRP", "Lactate", "IV fluids", "IV antibiotics",
    "Blood culture", "Chest X-ray", "Admission ward", "Admission ICU", "Transfer", "Discharge", "Return", "Consult",
)  # fmt: skip
TRIAGE, LACTATE, ANTIBIOTICS = 2, 5, 7
_EVENTS_PER_CASE = 14
_BATCH = 100_000


def write_events(path: Path, events: int, *, dropped: float = 0.03) -> int:
    """Write about `events` events as Parquet, by time; a share of `dropped` is lost at random. Returns how many.

    A case begins with the first three activities, goes on in an order of its own, and ends with a discharge. Times are
    whole seconds, so that many events of a case share one.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    rng = np.random.default_rng(SEED)
    cases = round(events / (1 - dropped) / _EVENTS_PER_CASE)
    parts = []
    for first in range(0, cases, _BATCH):
        size = min(_BATCH, cases - first)
        length = 5 + rng.poisson(_EVENTS_PER_CASE - 5, size)
        case = np.repeat(np.arange(first, first + size), length)
        place = np.arange(len(case)) - np.repeat(np.cumsum(length) - length, length)
        usual = 3 + (place - 3) % 10
        activity = np.where(rng.random(len(case)) < 0.25, rng.integers(3, len(ACTIVITIES), len(case)), usual)
        activity = np.where(place < 3, place, activity)
        activity = np.where(place == np.repeat(length, length) - 1, 13, activity)
        gap = np.where(rng.random(len(case)) < 0.3, 0, rng.exponential(1_500, len(case))).astype(np.int64)
        begun = np.repeat(rng.integers(0, 730 * 86_400, size), length)
        total = np.cumsum(gap)
        at = begun + total - np.repeat(total[np.cumsum(length) - length], length)
        kept = rng.random(len(case)) >= dropped
        parts.append((case[kept].astype(np.int32), activity[kept].astype(np.int8), at[kept]))
    case, activity, at = (np.concatenate(each) for each in zip(*parts, strict=True))
    order = np.argsort(at, kind="stable")
    schema = pa.schema(
        [("case_id", pa.string()), ("activity", pa.string()), ("timestamp", pa.timestamp("ms", tz="UTC"))]
    ).with_metadata({"note": "synthetic: random numbers, no patient"})
    names = pa.array(ACTIVITIES)
    with pq.ParquetWriter(path, schema, compression="zstd", write_page_checksum=True) as writer:
        for begin in range(0, len(order), 1_000_000):
            rows = order[begin : begin + 1_000_000]
            columns = [
                pa.array(np.char.add("c", case[rows].astype(str))),
                names.take(pa.array(activity[rows])),
                pa.array(at[rows].astype("datetime64[s]").astype("datetime64[ms]")).cast(schema.field(2).type),
            ]
            writer.write_table(pa.table(columns, schema=schema))
    return len(order)
