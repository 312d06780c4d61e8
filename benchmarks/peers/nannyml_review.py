"""Performance by month overall, and of each subgroup as one chunk, with NannyML; its reference is the first quarter."""

import json
import os
import sys

os.environ["NML_DISABLE_USAGE_LOGGING"] = "1"

import nannyml as nml
import pandas as pd

METRICS = ["roc_auc", "average_precision", "f1", "precision", "recall", "specificity", "accuracy"]
log = pd.read_parquet(sys.argv[1])
log["predicted"] = (log["score"] >= 0.1).astype(int)


def calculated(rows: pd.DataFrame, **chunks: object) -> pd.DataFrame:
    """The metrics of the chunks of these rows, each with its sampling error."""
    calculator = nml.PerformanceCalculator(
        y_true="outcome",
        y_pred="predicted",
        y_pred_proba="score",
        timestamp_column_name="time",
        problem_type="classification_binary",
        metrics=METRICS,
        **chunks,
    )
    calculator.fit(rows[rows["time"] < "2025-04-01"].reset_index(drop=True))
    return calculator.calculate(rows.reset_index(drop=True)).filter(period="analysis").to_df()


overall = calculated(log, chunk_number=1)
results = [overall, calculated(log, chunk_period="M")]
for attribute in ("sex", "race", "age_band", "unit"):
    results += [calculated(rows, chunk_number=1) for _, rows in log.groupby(attribute)]
print(
    json.dumps(
        {
            "version": nml.__version__,
            "strata": sum(map(len, results)),
            "auroc": float(overall[("roc_auc", "value")].iloc[0]),
        }
    )
)
