"""A synthetic prediction log: made of random numbers, of no patient and of no model."""

from __future__ import annotations

from pathlib import Path

LEVELS = {
    "sex": ["female", "male"],
    "race": ["asian", "black", "hispanic", "other", "white"],
    "age_band": ["18-29", "30-44", "45-59", "60-74", "75-84", "85+"],
    "unit": [f"unit {i:02d}" for i in range(1, 21)],
}
SEED = 20260301


def write_log(path: Path, rows: int, unknown: float = 0.05) -> None:
    """A Parquet log over 12 months of a model that under-predicts from September on; `unknown` outcomes are missing."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    rng = np.random.default_rng(SEED)
    schema = pa.schema(
        [("score", pa.float64()), ("outcome", pa.int8()), ("time", pa.timestamp("us"))]
        + [(name, pa.string()) for name in LEVELS]
    ).with_metadata({"note": "synthetic: random numbers, no patient"})
    with pq.ParquetWriter(path, schema, compression="zstd", write_page_checksum=True) as writer:
        for start in range(0, rows, 1_000_000):
            size = min(1_000_000, rows - start)
            score = rng.beta(1.2, 8.0, size)
            second = rng.integers(0, 365 * 86_400, size)
            drift = np.where(second > 243 * 86_400, 1.25, 1.0)
            outcome = rng.random(size) < np.minimum(1.0, score * drift)
            columns = [
                pa.array(score),
                pa.array(outcome.astype(np.int8), mask=rng.random(size) < unknown),
                pa.array(np.datetime64("2025-01-01", "us") + second.astype("timedelta64[s]")),
                *(pa.array(np.array(levels)[rng.integers(0, len(levels), size)]) for levels in LEVELS.values()),
            ]
            writer.write_table(pa.table(columns, schema=schema))
