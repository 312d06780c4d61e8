"""What is asked of Snowflake, BigQuery, Databricks, Trino and SQL Server compiles there; that needs no account."""

from __future__ import annotations

import importlib.util
import sys
import types
from decimal import Decimal
from itertools import product
from typing import Any, Self

import ibis
import pyarrow as pa
import pytest
from ibis.backends.sql import compilers

from attending.sources import ColumnMapping, Connection, LogRefused, reduce_table
from attending.sources.engines import warehouse
from attending.sources.engines.connection import ConnectionFault
from attending.sources.engines.dialect import dialect_of

from .logs import random_table

COMPILERS: dict[str, Any] = {
    "snowflake": compilers.SnowflakeCompiler(),
    "bigquery": compilers.BigQueryCompiler(),
    "databricks": compilers.DatabricksCompiler(),
    "trino": compilers.TrinoCompiler(),
    "mssql": compilers.MSSQLCompiler(),
}
MAPPING = ColumnMapping(
    "score", "outcome", "time", ("unit", "sex"), ("id",), "clinician",
    crossed=(("unit", "sex"),), patient="mrn", inputs=("lab", "sex"),
)  # fmt: skip
ROWS = 400


def compiled(name: str, expression: Any) -> str:
    compiler = COMPILERS[name]
    return str(compiler.to_sqlglot(expression.unbind()).sql(dialect=compiler.dialect))


def columns(text: bool) -> pa.Table:
    number = range(ROWS)
    more = {
        "sex": pa.array(["f", "m"] * (ROWS // 2)),
        "mrn": pa.array([f"p{i // 3}" for i in number]),
        "clinician": pa.array([i % 10 / 10 for i in number]),
        "lab": pa.array([i % 23 / 4 for i in number]),
    }
    table = random_table(ROWS, **more)
    return pa.table({name: table[name].cast(pa.string()) for name in table.column_names}) if text else table


_ALWAYS = (("snowflake", False), ("trino", True), ("mssql", True))
"""Dialects that are tried in every run; compiling for all of them takes longer than a run may, so the rest is slow."""


@pytest.fixture(scope="module")
def lakes(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, Connection]:
    found = {}
    for text in (False, True):
        path = tmp_path_factory.mktemp("lake") / "lake.duckdb"
        backend = ibis.duckdb.connect(path)
        backend.create_table("log", columns(text))
        # Spark's own function, under the name in which the expressions ask for it.
        backend.raw_sql("CREATE MACRO btrim(written, characters) AS trim(written, characters)")
        backend.disconnect()
        found[text] = Connection("lake", "duckdb", f"duckdb://{path}")
    return found


@pytest.mark.parametrize(
    ("name", "text"),
    [*_ALWAYS]
    + [
        pytest.param(*each, marks=pytest.mark.slow) for each in product(COMPILERS, (False, True)) if each not in _ALWAYS
    ],
)
def test_every_question_of_a_reduction_compiles_and_answers_as_duckdb_does(
    lakes: dict[bool, Connection], monkeypatch: pytest.MonkeyPatch, name: str, text: bool
) -> None:
    if name == "mssql" and text:
        with pytest.raises(ibis.common.exceptions.OperationNotDefinedError, match="RegexSearch"):
            compiled(
                name, ibis.table({"t": "string"}, name="log").select(t=lambda log: dialect_of(name).is_date(log.t))
            )
        return
    mapping = MAPPING if not text else ColumnMapping("score", "outcome", "time", ("unit",), ("id",), inputs=("lab",))
    exact_rows = 0 if text else 500_000
    wanted = reduce_table(lakes[text], "log", mapping, thresholds=[Decimal("0.29")], exact_rows=exact_rows)
    asked: list[str] = []
    fetch = warehouse.Warehouse.fetch

    def recorded(engine: warehouse.Warehouse, expression: Any) -> Any:
        asked.append(compiled(name, expression))
        return fetch(engine, expression)

    monkeypatch.setattr(warehouse.Warehouse, "fetch", recorded)
    monkeypatch.setattr(warehouse, "dialect_of", lambda _: dialect_of(name))
    found = reduce_table(lakes[text], "log", mapping, thresholds=[Decimal("0.29")], exact_rows=exact_rows)
    assert len(asked) > 5
    assert found.table.n.tolist() == wanted.table.n.tolist()
    assert found.inputs == wanted.inputs
    assert found.intake.loaded == wanted.intake.loaded == ROWS


@pytest.mark.parametrize("kind", COMPILERS)
def test_a_missing_driver_says_what_to_install(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(LogRefused, match=rf"driver for {kind} is not installed.*ibis-framework\[{kind}\]"):
        reduce_table(Connection("lake", kind, None), "log", MAPPING)


def test_what_is_read_is_not_written_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ibis would create functions in Snowflake and a volume in Databricks as it connects."""
    given = warehouse.reading_only(Connection("lake", "snowflake", "snowflake://u@a/d/s"), {"role": "reader"})
    assert given == {"role": "reader", "create_object_udfs": False}
    assert warehouse.reading_only(Connection("lake", "trino", "trino://u@h/c"), {}) == {}

    said: list[str] = []
    driver = types.ModuleType("databricks.sql")
    driver.connect = lambda **settings: _Driver(said, settings)
    package = types.ModuleType("databricks")
    package.sql = driver
    hotfix = types.ModuleType("pyarrow_hotfix")
    for name, module in (("databricks", package), ("databricks.sql", driver), ("pyarrow_hotfix", hotfix)):
        monkeypatch.setitem(sys.modules, name, module)
    # The stand-in keeps modules that import a driver out of the other tests.
    monkeypatch.delitem(sys.modules, "ibis.backends.databricks", raising=False)
    monkeypatch.setattr(warehouse, "check_driver", lambda _: None)
    stated = {"server_hostname": "h", "http_path": "/sql", "catalog": "clinical"}
    with warehouse.open_warehouse(Connection("lake", "databricks", None, stated)) as opened:
        assert opened.dialect is dialect_of("databricks")
    assert said[0] == "connect h /sql clinical"
    assert not [sql for sql in said if "CREATE" in sql]
    monkeypatch.delitem(sys.modules, "ibis.backends.databricks", raising=False)


def test_databricks_has_no_url_and_trinos_password_is_called_auth() -> None:
    with pytest.raises(ConnectionFault, match="server_hostname, http_path and access_token_env"):
        Connection("lake", "databricks", "databricks://h/sql")
    with pytest.raises(ConnectionFault, match="states auth openly"):
        Connection("lake", "trino", "trino://u@h/c", {"auth": "s3cret"})


class _Driver:
    """A connection and its cursor, which remembers what it was told."""

    def __init__(self, said: list[str], settings: dict[str, Any]) -> None:
        self.said = said
        said.append(f"connect {settings['server_hostname']} {settings['http_path']} {settings['catalog']}")

    def cursor(self) -> _Driver:
        return self

    def execute(self, sql: str, *_: Any, **__: Any) -> Self:
        self.said.append(sql)
        return self

    def fetchall(self) -> list[tuple[str]]:
        return [("here",)]

    def close(self) -> None:
        self.said.append("close")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None
