"""Files whose structure is wrong are refused whole, with file, line, rule and fix."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from attending.sources import ColumnMapping, Limits, LogRefused, reduce_log

from .logs import HEADER, MAPPING, csv_log, csv_rows, parquet_log, random_table


def refused(location: Path | str, mapping: ColumnMapping = MAPPING, **options: object) -> LogRefused:
    with pytest.raises(LogRefused) as caught:
        reduce_log(location, mapping, **options)  # type: ignore[arg-type]
    refusal = caught.value
    assert refusal.report.loaded == 0
    assert refusal.rejections
    assert all(r.rule and r.fix for r in refusal.rejections)
    return refusal


GOOD = "\n".join([HEADER, *csv_rows(20)]) + "\n"


@pytest.mark.parametrize(
    ("content", "line", "rule"),
    [
        (b"", None, "0 bytes"),
        (HEADER.encode() + b"\n", None, "empty: it has a header and no rows"),
        (HEADER.encode(), None, "empty: it has a header and no rows"),
        (GOOD.encode("utf-16"), 1, "UTF-16"),
        (GOOD.replace("ICU", "Chirurgie für Ältere").encode("latin-1"), 2, "not UTF-8 (byte 0xFC)"),
        (GOOD.replace("MAY", "M\0Y", 1).encode(), 3, "NUL byte"),
        (b"PAR1" + GOOD.encode(), 1, "a Parquet file"),
        (b"PK\x03\x04" + GOOD.encode(), 1, "XLSX"),
        (b"\x1f\x8b" + GOOD.encode(), 1, "gzip"),
        (GOOD.replace("unit", "score").encode(), 1, "has this column twice"),
        (GOOD.replace("unit", "Score").encode(), 1, "differ in case"),
        (GOOD.replace(",unit", ",").encode(), 1, "no name for column 5"),
        (GOOD.replace("5,0.84,1", "5,0.84,1,0").encode(), 7, "The row has 6 fields and the header 5"),
        (GOOD.replace("5,0.84,1", "5,0.84").encode(), 7, "The row has 4 fields and the header 5"),
        (GOOD.replace("5,0.84", "\n5,0.84").encode(), 7, "is empty"),
        (GOOD.replace("MAY\n", "MAY\r\n").encode(), 3, "CR LF and some in LF"),
        (GOOD.replace("\n", "\r").encode(), 1, "carriage return"),
        (GOOD.replace("5,0.84", '5,"0.84').encode(), 7, "A quote is opened here and not closed"),
        (GOOD.replace("5,0.84", '5,0.8"4').encode(), 7, "A quote stands inside a field"),
        (GOOD.replace("5,0.84", '5,"0.8"4').encode(), 7, "Text follows a closing quote"),
        (f'{HEADER[:-4]},"unit\n{GOOD}'.encode(), 1, "quote in the header"),
    ],
)
def test_a_csv_of_wrong_structure_is_refused(tmp_path: Path, content: bytes, line: int | None, rule: str) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(content)
    refusal = refused(path)
    assert rule in refusal.rejections[0].rule
    if line is not None:
        assert refusal.rejections[0].line == line
    assert refusal.rejections[0].file == "log.csv"


def test_an_unclosed_quote_cannot_swallow_rows(tmp_path: Path) -> None:
    rows = csv_rows(20_000)
    rows[1000] = rows[1000].replace(",2026", ',"2026')
    first = refused(csv_log(tmp_path / "log.csv", rows)).rejections[0]
    assert (first.line, "swallowed" in first.rule) == (1002, True)


def test_two_unclosed_quotes_that_close_each_other_cannot_swallow_rows(tmp_path: Path) -> None:
    rows = [f"{row},note" for row in csv_rows(1000)]
    rows[10] = rows[10].removesuffix("note") + '"note'
    rows[900] = rows[900].removesuffix("note") + 'note"'
    path = csv_log(tmp_path / "log.csv", rows, header=HEADER + ",note")
    first = refused(path).rejections[0]
    assert first.line == 12
    assert "890 line breaks" in first.rule


def test_a_last_row_without_an_end_is_not_trusted_unless_a_manifest_vouches(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("\n".join([HEADER, *csv_rows(200)]))
    reduction = reduce_log(path, MAPPING)
    (rejection,) = reduction.intake.rejections
    assert (rejection.line, reduction.intake.loaded) == (201, 199)
    assert "cut short" in rejection.rule
    manifest = tmp_path / "m.json"
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    manifest.write_text(json.dumps({"files": [{"name": "log.csv", "sha256": digest}]}))
    intake = reduce_log(path, MAPPING, manifest=manifest).intake
    assert (intake.loaded, intake.files[0].verified) == (200, "manifest")


def test_a_byte_order_mark_and_other_delimiters_are_read(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace(",", ";").replace("\n", "\r\n").encode() + b"\r\n\r\n")
    assert reduce_log(path, MAPPING).intake.loaded == 20


def test_a_line_without_end_is_refused_before_it_fills_memory(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text(GOOD + "x" * 3_000_000)
    assert "longer than 1,048,576 bytes" in refused(path).rejections[0].rule


def test_a_missing_column_names_the_nearest(tmp_path: Path) -> None:
    path = csv_log(tmp_path / "log.csv", csv_rows(5))
    first = refused(path, replace(MAPPING, score="scores")).rejections[0]
    assert "'scores'; the nearest there is 'score'" in first.rule
    assert first.column == "scores"


@pytest.mark.parametrize(
    ("files", "rule"),
    [
        ({}, "No file was found"),
        ({"a.csv": GOOD, "b.parquet": "x"}, "mixes csv and parquet"),
        ({"a.csv.gz": "x"}, "Compressed files"),
        ({"a.xlsx": "x"}, "Only Parquet"),
        ({"a.csv": GOOD, "b.csv": GOOD}, "byte for byte"),
    ],
)
def test_what_lies_in_the_folder_must_be_one_log(tmp_path: Path, files: dict[str, str], rule: str) -> None:
    for name, content in files.items():
        (tmp_path / name).write_text(content)
    assert rule in refused(tmp_path, replace(MAPPING, key=())).rejections[0].rule


def test_addresses_are_not_fetched() -> None:
    assert "is an address" in refused("https://example.org/log.csv").rejections[0].rule


def test_a_name_with_pattern_characters_means_only_that_file(tmp_path: Path) -> None:
    csv_log(tmp_path / "log1.csv", csv_rows(7))
    csv_log(tmp_path / "log[1].csv", csv_rows(5))
    assert reduce_log(tmp_path / "log[1].csv", MAPPING).intake.read == 5
    assert reduce_log(str(tmp_path / "log?.csv"), MAPPING).intake.read == 7


@pytest.mark.parametrize(
    ("entry", "rule"),
    [
        ({"rows": 19}, "says rows 19, the file has 20"),
        ({"bytes": 3}, "says bytes 3"),
        ({"sha256": "0" * 64}, "says SHA-256"),
        ({"name": "other.csv", "rows": 20}, "and it is not there"),
        ({}, "says nothing to check"),
        ({"shasum": "0"}, "unknown field"),
    ],
)
def test_a_log_that_differs_from_its_manifest_is_refused_whole(
    tmp_path: Path, entry: dict[str, object], rule: str
) -> None:
    (tmp_path / "log.csv").write_text(GOOD)
    (tmp_path / "manifest.json").write_text(json.dumps({"files": [{"name": "log.csv"} | entry]}))
    assert rule in refused(tmp_path).rejections[0].rule


def test_a_cut_parquet_file_is_refused_at_every_length(tmp_path: Path) -> None:
    whole = parquet_log(tmp_path / "log.parquet", 50).read_bytes()
    for length in range(0, len(whole), max(1, len(whole) // 6)):
        (tmp_path / "log.parquet").write_bytes(whole[:length])
        refused(tmp_path / "log.parquet")


def test_a_parquet_bomb_is_refused_before_a_row_is_read(tmp_path: Path) -> None:
    n = 200_000
    constant = {"score": pa.array(np.full(n, 0.5)), "outcome": pa.array(np.zeros(n, dtype=np.int8))}
    table = pa.table(constant | {"time": pa.array(np.full(n, "2026-01-01", dtype="datetime64[us]"))})
    path = tmp_path / "log.parquet"
    pq.write_table(table, path, compression="zstd")
    mapping = ColumnMapping("score", "outcome", "time")
    limits = Limits(dense_rows=100_000)
    assert "declare 200,000 rows" in refused(path, mapping, limits=limits).rejections[0].rule
    manifest = tmp_path / "m.json"
    manifest.write_text(json.dumps({"files": [{"name": "log.parquet", "rows": n}]}))
    assert reduce_log(path, mapping, limits=limits, manifest=manifest).intake.loaded == n
    assert "at most 1,000 are read" in refused(path, mapping, limits=Limits(rows=1000)).rejections[0].rule


def test_a_page_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    path = parquet_log(tmp_path / "log.parquet", 5000)
    assert "A page unpacks to" in refused(path, limits=Limits(page_bytes=1000)).rejections[0].rule


def test_a_flipped_byte_in_any_page_is_found_by_its_checksum(tmp_path: Path) -> None:
    path = parquet_log(tmp_path / "log.parquet", 300)
    whole = bytearray(path.read_bytes())
    clean = reduce_log(path, MAPPING)
    assert clean.intake.files[0].verified == "page checksums"
    chunk = pq.read_metadata(path).row_group(0)
    last = chunk.column(chunk.num_columns - 1)
    end = last.data_page_offset + last.total_compressed_size
    for at in range(4, end, max(1, end // 14)):
        damaged = bytearray(whole)
        damaged[at] ^= 0xFF
        path.write_bytes(bytes(damaged))
        try:
            found = reduce_log(path, MAPPING).table
        except LogRefused:
            continue
        assert found == clean.table, f"byte {at} changed the result in silence"


def test_without_checksums_or_manifest_the_report_says_so(tmp_path: Path) -> None:
    path = parquet_log(tmp_path / "log.parquet", 50, checksums=False)
    intake = reduce_log(path, MAPPING).intake
    assert intake.files[0].verified == "not verifiable"
    assert "not verifiable" in intake.warnings[0]


def test_values_outside_the_files_own_statistics_show_damage(tmp_path: Path) -> None:
    score = np.linspace(0.2, 0.6, 100)
    table = random_table(100, score=pa.array(score))
    path = tmp_path / "log.parquet"
    pq.write_table(table, path, compression="none", use_dictionary=False)
    data = path.read_bytes()
    at = data.index(score[50:52].tobytes())
    path.write_bytes(data[:at] + np.float64(0.95).tobytes() + data[at + 8 :])
    assert "statistics say 0.2 to 0.6" in refused(path).rejections[0].rule


def test_statistics_that_lie_do_not_hide_a_bad_row(tmp_path: Path) -> None:
    score = np.linspace(0.2, 0.6, 100)
    score[50] = 7.25
    path = tmp_path / "log.parquet"
    pq.write_table(random_table(100, score=pa.array(score)), path, compression="none", use_dictionary=False)
    data = path.read_bytes()
    true, lie = np.float64(7.25).tobytes(), np.float64(0.6).tobytes()
    value = data.index(score[50:52].tobytes())
    path.write_bytes(data[:value].replace(true, lie) + true + data[value + 8 :].replace(true, lie))
    assert pq.read_metadata(path).row_group(0).column(1).statistics.max == 0.6
    refused(path, all_or_nothing=True)


def test_nested_columns_and_wrong_types_are_refused(tmp_path: Path) -> None:
    for column, values in (
        ("score", pa.array([[0.5]] * 5)),
        ("time", pa.array([20260101] * 5)),
        ("outcome", pa.array([[1]] * 5)),
        ("unit", pa.array([["a"]] * 5)),
    ):
        path = parquet_log(tmp_path / "log.parquet", 5, **{column: values})
        first = refused(path).rejections[0]
        assert first.column == column
        assert "is stored as" in first.rule
