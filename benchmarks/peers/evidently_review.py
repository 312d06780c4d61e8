"""Overall, and each subgroup and month as evidently's grouped metrics."""

import json
import os
import sys

os.environ["DO_NOT_TRACK"] = "1"

import evidently
import pandas as pd
from evidently import BinaryClassification, DataDefinition, Dataset, Report
from evidently.metrics import FNR, FPR, TNR, TPR, Accuracy, F1Score, GroupBy, LogLoss, Precision, Recall, RocAuc

ATTRIBUTES = ("sex", "race", "age_band", "unit", "month")
log = pd.read_parquet(sys.argv[1])
log["month"] = log["time"].dt.strftime("%Y-%m")
log["flagged"] = (log["score"] >= 0.1).astype(int)
log["outcome"] = log["outcome"].astype(int)
data = Dataset.from_pandas(
    log,
    data_definition=DataDefinition(
        numerical_columns=["score"],
        categorical_columns=["outcome", "flagged", *ATTRIBUTES],
        timestamp="time",
        classification=[
            BinaryClassification(target="outcome", prediction_labels="flagged", prediction_probas="score", pos_label=1)
        ],
    ),
)
overall = [metric() for metric in (RocAuc, LogLoss, Precision, Recall, F1Score, Accuracy, TPR, TNR, FPR, FNR)]
grouped = [GroupBy(metric(), attribute) for attribute in ATTRIBUTES for metric in (RocAuc, Precision, Recall)]
snapshot = Report([*overall, *grouped]).run(data, None)
metrics = snapshot.dict()["metrics"]
strata = 1 + sum(log[attribute].nunique() for attribute in ATTRIBUTES)
if len(metrics) < len(overall) + 3 * (strata - 1):
    sys.exit(f"evidently gave {len(metrics)} results for {strata} strata")
print(json.dumps({"version": evidently.__version__, "strata": strata, "auroc": float(metrics[0]["value"])}))
