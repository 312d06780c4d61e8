"""The engines of the specification: DuckDB, PostgreSQL, and Spark on a standalone cluster with two workers."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pytest

from attending.sources.engines.connection import Connection
from tools import postgres, spark

Loaded = Callable[[pa.Table], str]
_numbers = itertools.count()


class Place:
    """An engine and a way to put a table into it."""

    def __init__(self, connection: Connection, load: Callable[[str, pa.Table], None]) -> None:
        self.connection = connection
        self._load = load

    def put(self, table: pa.Table) -> str:
        """Load a table under a new name."""
        name = f"log_{next(_numbers)}"
        self._load(name, table)
        return name


@pytest.fixture(scope="session")
def duckdb_place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    path = tmp_path_factory.mktemp("warehouse") / "warehouse.duckdb"

    def load(name: str, table: pa.Table) -> None:
        backend = ibis.duckdb.connect(path)
        backend.create_table(name, table)
        backend.disconnect()

    return Place(Connection("lake", "duckdb", f"duckdb://{path}"), load)


@pytest.fixture(scope="session")
def postgres_place() -> Iterator[Place]:
    with postgres.running() as url:
        address = url.replace("@/attending?", "@/postgres?")

        def load(name: str, table: pa.Table) -> None:
            import psycopg

            kinds = {pa.types.is_floating: "double precision", pa.types.is_integer: "bigint"}
            columns = [f'"{f.name}" {_sql_type(f.type, kinds)}' for f in table.schema]
            with psycopg.connect(address) as raw, raw.cursor() as cursor:
                cursor.execute(f"CREATE TABLE {name} ({', '.join(columns)})")
                with cursor.copy(f"COPY {name} FROM STDIN") as copy:
                    for row in zip(*(column.to_pylist() for column in table.columns), strict=True):
                        copy.write_row(row)

        yield Place(Connection("warehouse", "postgres", address), load)


def _sql_type(kind: pa.DataType, kinds: dict[Callable[[pa.DataType], bool], str]) -> str:
    if pa.types.is_float32(kind):
        return "real"
    if pa.types.is_boolean(kind):
        return "boolean"
    if pa.types.is_date(kind):
        return "date"
    if pa.types.is_timestamp(kind):
        return "timestamptz" if kind.tz else "timestamp"
    return next((name for test, name in kinds.items() if test(kind)), "text")


@pytest.fixture(scope="session")
def spark_place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    try:
        spark.java()
    except spark.SparkUnavailable as problem:
        pytest.skip(f"NOT TESTED ON SPARK: {problem}")
    patch = pytest.MonkeyPatch()
    for name, value in spark.LOCAL_ONLY.items():
        patch.setenv(name, value)
    folder = tmp_path_factory.mktemp("spark")
    with spark.running() as master:
        from pyspark.sql import SparkSession

        session = (
            SparkSession.builder.appName("attending tests").master(master)
            .config("spark.driver.bindAddress", spark.LOCAL).config("spark.driver.host", spark.LOCAL)
            .config("spark.sql.session.timeZone", "UTC").config("spark.sql.shuffle.partitions", "2")
            .config("spark.default.parallelism", "2").config("spark.ui.enabled", "false")
            .config("spark.executor.memory", "512m").config("spark.driver.memory", "512m")
            .config("spark.sql.warehouse.dir", str(folder)).config("spark.sql.codegen.wholeStage", "false")
            .config("spark.sql.codegen.factoryMode", "NO_CODEGEN").config("spark.sql.adaptive.enabled", "false")
            .config("spark.driver.extraJavaOptions", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
            .config("spark.executor.extraJavaOptions", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
            .getOrCreate()
        )  # fmt: skip
        session.sparkContext.setLogLevel("ERROR")

        def load(name: str, table: pa.Table) -> None:
            import pyarrow.parquet as pq

            path = folder / f"{name}.parquet"
            pq.write_table(table, path)
            session.read.parquet(str(path)).createOrReplaceTempView(name)

        yield Place(Connection("cluster", "spark", master), load)
        session.stop()
    patch.undo()


@pytest.fixture(params=["duckdb", "postgres", pytest.param("spark", marks=[pytest.mark.spark, pytest.mark.slow])])
def place(request: pytest.FixtureRequest) -> Place:
    """Each engine in turn; Spark among the slow tests, because starting a cluster takes longer than a run may."""
    found: Place = request.getfixturevalue(f"{request.param}_place")
    return found


@pytest.fixture(params=["duckdb", "postgres"])
def database(request: pytest.FixtureRequest) -> Place:
    """Each engine in turn but Spark, where the same expression is held by other tests."""
    found: Place = request.getfixturevalue(f"{request.param}_place")
    return found


@pytest.fixture(params=["duckdb", pytest.param("postgres", marks=pytest.mark.slow)])
def embedded(request: pytest.FixtureRequest) -> Place:
    """DuckDB always and PostgreSQL among the slow tests: what the other tests of the same rules hold there already."""
    found: Place = request.getfixturevalue(f"{request.param}_place")
    return found


@pytest.fixture
def parquet(tmp_path: Path) -> Callable[[pa.Table], Path]:
    """Write a table as a log of files, the reference that every engine must equal."""
    import pyarrow.parquet as pq

    def write(table: pa.Table) -> Path:
        path = tmp_path / "log.parquet"
        pq.write_table(table, path, write_page_checksum=True)
        return path

    return write


def moments(*texts: str) -> pa.Array:
    """Instants from ISO texts with an offset."""
    stamps: list[Any] = [datetime.fromisoformat(text) for text in texts]
    return pa.array(stamps, pa.timestamp("us", tz="UTC"))
