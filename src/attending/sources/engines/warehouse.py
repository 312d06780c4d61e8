"""A warehouse, opened through Ibis: rows stay there, counts and sums come back, and nothing is written to it."""

from __future__ import annotations

import difflib
import importlib
import importlib.util
import itertools
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any, Final
from uuid import uuid4

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir
from ibis.common.exceptions import IbisError, OperationNotDefinedError

from attending.sources.engine import Engine
from attending.sources.engines.connection import Connection
from attending.sources.engines.dialect import dialect_of
from attending.sources.engines.layout import TableLayout
from attending.sources.report import LogRefused, refusal
from attending.sources.source_errors import SourceUnreachable

_DRIVERS: Final = {
    "postgres": ("psycopg", "psycopg[binary]"),
    "spark": ("pyspark", "attending[spark]"),
    "snowflake": ("snowflake.connector", "ibis-framework[snowflake]"),
    "bigquery": ("google.cloud.bigquery", "ibis-framework[bigquery]"),
    "databricks": ("databricks.sql", "ibis-framework[databricks]"),
    "trino": ("trino", "ibis-framework[trino]"),
    "mssql": ("pyodbc", "ibis-framework[mssql]"),
    "duckdb": ("duckdb", "duckdb"),
}
_KEEPING: Final = {"postgres", "duckdb"}
"""Engines with temporary tables that end with the session and need no right to write to what is read."""

_NAMES_LISTED: Final = 10
_CONNECT_SECONDS: Final = 10


class Warehouse(Engine):
    """An engine that is open on one warehouse."""

    def __init__(self, connection: Any, name: str) -> None:
        super().__init__(connection)
        self.name = name
        self._views: list[str] = []
        self._kept = itertools.count()
        self.dialect = dialect_of(connection.name)

    def fetch(self, expression: ir.Table) -> Any:
        """The rows of an expression as an Arrow table; raises LogRefused when the warehouse does not give them."""
        with self.answering():
            return self.connection.to_pyarrow(expression)

    def batches(self, expression: ir.Table) -> Iterator[Any]:
        """The rows of an expression as Arrow batches."""
        yield from self.fetch(expression).to_batches(max_chunksize=50_000)

    def keep(self, name: str, expression: ir.Table) -> ir.Table:
        """Compute an expression once where the engine has a place for it that ends with the session."""
        with self.answering():
            if self.connection.name == "pyspark":
                kept: ir.Table = self._checkpoint(f"attending_{uuid4().hex}_{name}", expression)
            elif self.connection.name in _KEEPING:
                numbered = f"{name}_{next(self._kept)}"
                kept = self.connection.create_table(numbered, expression, temp=True)
                if self.connection.name == "postgres":
                    # Nobody counts temporary tables otherwise, and joins of uncounted ones are planned for a few rows.
                    self.connection.con.execute(f"ANALYZE {numbered}")
            else:
                kept = expression
        return kept

    def _checkpoint(self, view: str, expression: ir.Table) -> ir.Table:
        """Compute an expression on the cluster and forget how: Spark would plan all of it again in every question.

        What a lost machine held is not computed again: the reading then ends, with no other numbers.
        """
        backend = self.connection
        frame = backend.raw_sql(backend.compile(expression)).localCheckpoint()
        frame.createTempView(view)
        self._views.append(view)
        # Spark widens small whole numbers as it stores them.
        kept: ir.Table = backend.table(view).cast(expression.schema())
        return kept

    def forget(self) -> None:
        """Drop what was kept in a session that may go on."""
        # Where the session is gone, so are they; why it is gone is what a person must read.
        with suppress(Exception):
            for view in self._views:
                self.connection.drop_view(view, force=True)

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Ask the warehouse something; what fails is raised as `_failed` says it."""
        try:
            yield
        except Exception as error:
            failed = self._failed(error)
            if failed is error:
                raise
            raise failed from None

    def _failed(self, error: Exception) -> Exception:
        """Say what failed without the engine's words, which may quote a query or a patient's row."""
        if isinstance(error, OperationNotDefinedError):
            return refusal(
                f"{self.name}: this engine ({self.connection.name}) cannot check a mapped column of text",
                "Map columns of numbers, dates and booleans, or give a view that has them",
            )
        if isinstance(error, IbisError | LogRefused | TypeError | AttributeError | KeyError):
            return error
        return refusal(
            f"{self.name}: the warehouse did not answer ({_kind(error)})",
            "Check that the account may read the table and make temporary ones, and that the warehouse is well; then "
            "review again",
        )


@contextmanager
def open_warehouse(connection: Connection) -> Iterator[Warehouse]:
    """Open a warehouse; it is closed when the block ends. Raises SourceUnreachable, or LogRefused without a driver.

    PostgreSQL is read in one snapshot, so that every pass sees the same rows.
    """
    check_driver(connection.kind)
    settings = connection.resolved()
    with ExitStack() as stack:
        try:
            backend = _backend(connection, dict(settings), stack)
        except (ImportError, IbisError, TypeError):
            raise
        except Exception as error:
            if isinstance(error, LogRefused):
                raise
            raise SourceUnreachable(
                f"{connection.name} ({connection.kind}) could not be opened: {_kind(error)}. Check its address, its "
                "account and the network in the file of connections; nothing was loaded."
            ) from None
        opened = Warehouse(backend, connection.name)
        stack.callback(opened.forget)
        yield opened


def check_driver(kind: str) -> None:
    """Raise LogRefused, naming the package, when the driver of a kind of warehouse is not installed."""
    module, package = _DRIVERS.get(kind, (f"ibis.backends.{kind}", f"ibis-framework[{kind}]"))
    try:
        present = importlib.util.find_spec(module) is not None
    except (ImportError, ValueError):
        present = False
    if not present:
        raise refusal(f"The driver for {kind} is not installed", f"Install {package} beside Attending")


def table_layout(warehouse: Warehouse, connection: Connection, table: str) -> TableLayout:
    """The table called `table`, or `schema.table`; raises LogRefused when the catalog has no such table.

    Names are held against the catalog's own, and never become part of a query as they were written.
    """
    *outer, name = table.split(".")
    if len(outer) > 2 or not all([*outer, name]):
        raise refusal(f"{table!r} is not the name of a table", "Write table, schema.table or catalog.schema.table")
    backend = warehouse.connection
    with warehouse.answering():
        if outer:
            _known(outer[-1], backend.list_databases(**({"catalog": outer[0]} if len(outer) == 2 else {})), "schema")
        database: Any = None if not outer else outer[0] if len(outer) == 1 else tuple(outer)
        _known(name, backend.list_tables(database=database), "table")
        found: ir.Table = backend.table(name, database=database)
        if backend.name == "pyspark":
            found = found.cast(dict.fromkeys(_instants(table), dt.Timestamp(timezone="UTC")))
    names = {column: column for column in found.columns}
    zones = dict.fromkeys(found.columns, connection.time_zone)
    return TableLayout(table, found, names, zones, warehouse.dialect, connection.keys_shown)


def _instants(table: str) -> list[str]:
    """The columns of a Spark table that hold instants, which Ibis does not tell from times on the wall."""
    from pyspark.sql import SparkSession
    from pyspark.sql.types import TimestampType

    quoted = ".".join(f"`{part}`" for part in table.split("."))
    schema = SparkSession.active().table(quoted).schema
    return [column.name for column in schema if isinstance(column.dataType, TimestampType)]


def _known(name: str, names: list[str], what: str) -> None:
    if name not in names:
        near = difflib.get_close_matches(name, names, n=_NAMES_LISTED, cutoff=0.0)
        raise refusal(
            f"There is no {what} {name!r} that this account may read",
            f"Name one of: {', '.join(near)}" if near else f"Give the account the right to read a {what}",
        )


def _backend(connection: Connection, settings: dict[str, Any], stack: ExitStack) -> Any:
    if connection.kind == "postgres":
        return _postgres(connection, settings, stack)
    if connection.kind == "spark":
        return _spark(connection, settings, stack)
    if connection.kind == "duckdb" and connection.url:
        # What does not fit in memory is not put beside the database.
        spill = stack.enter_context(tempfile.TemporaryDirectory(prefix="attending-"))
        opened = {"temp_directory": spill, **settings}
        backend = ibis.duckdb.connect(connection.url.removeprefix("duckdb://"), read_only=True, **opened)
    elif connection.kind == "databricks":
        backend = _databricks(settings)
    elif connection.url:
        backend = ibis.connect(connection.url, **reading_only(connection, settings))
    else:
        backend = getattr(ibis, connection.kind).connect(**reading_only(connection, settings))
    stack.callback(backend.disconnect)
    return backend


def reading_only(connection: Connection, settings: dict[str, Any]) -> dict[str, Any]:
    """The settings without what Ibis would otherwise create: in Snowflake, functions for objects."""
    return {"create_object_udfs": False} | settings if connection.kind == "snowflake" else settings


def _databricks(settings: dict[str, Any]) -> Any:
    """Databricks without the volume that Ibis creates for tables in memory, since none is used here."""
    module = importlib.import_module("ibis.backends.databricks")

    def nothing(_: Any, *, memtable_volume: str) -> None:
        """Instead of a volume."""

    reading: Any = type("ReadingOnly", (module.Backend,), {"_post_connect": nothing, "__module__": module.__name__})
    return reading().connect(**settings)


def _postgres(connection: Connection, settings: dict[str, Any], stack: ExitStack) -> Any:
    import psycopg
    from psycopg.conninfo import conninfo_to_dict

    # libpq reads its own form of URL; Ibis would drop a socket's folder.
    address: dict[str, Any] = conninfo_to_dict(connection.url) if connection.url else {}
    given: dict[str, Any] = {"connect_timeout": _CONNECT_SECONDS, "application_name": "attending"} | address | settings
    if "database" in given:
        given["dbname"] = given.pop("database")
    raw = psycopg.connect(autocommit=True, **given)
    stack.callback(raw.close)
    backend = ibis.postgres.from_connection(raw)
    raw.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    stack.enter_context(raw.transaction(force_rollback=True))
    # What is asked joins large results on equal keys, whose sizes the planner guesses too low to hash them.
    raw.execute("SET LOCAL enable_nestloop = off")
    return backend


def _spark(connection: Connection, settings: dict[str, Any], stack: ExitStack) -> Any:
    from pyspark.sql import SparkSession

    existing = SparkSession.getActiveSession()
    builder = SparkSession.builder.appName("attending").config("spark.ui.enabled", "false")
    for name, value in settings.items():
        builder = builder.config(name, value)
    if existing is None and connection.url:
        remote = connection.url.startswith("sc://")
        builder = builder.remote(connection.url) if remote else builder.master(connection.url)
    session = existing or builder.getOrCreate()
    if existing is None:
        stack.callback(session.stop)
    return ibis.pyspark.connect(session)


def _kind(error: Exception) -> str:
    """The class of an error and, for SQL, its state: enough to look it up, and nothing of a query or a row."""
    state = getattr(error, "sqlstate", None)
    return f"{type(error).__name__} {state}" if state else type(error).__name__
