"""A throw-away Spark standalone cluster for the tests: a master and two workers, run from pyspark's wheel."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

WORKERS = 2
START_SECONDS = 40
LOCAL = "127.0.0.1"
LEASH = Path(__file__).with_name("leash.py")
LOCAL_ONLY = {"SPARK_LOCAL_IP": LOCAL, "SPARK_LOCAL_HOSTNAME": LOCAL}


class SparkUnavailable(Exception):
    """No cluster could be started; the message says what to install."""


def java() -> str:
    """The Java to run; raises SparkUnavailable when there is none that works."""
    home = os.environ.get("JAVA_HOME")
    found = f"{home}/bin/java" if home else shutil.which("java")
    if found and subprocess.run([found, "-version"], capture_output=True, check=False).returncode == 0:
        return found
    raise SparkUnavailable("The Spark tests need Java 17: install openjdk-17-jre-headless, or set JAVA_HOME.")


def _free_port() -> int:
    with socket.create_server((LOCAL, 0)) as server:
        return int(server.getsockname()[1])


def _start(program: str, folder: Path, name: str, *arguments: str) -> subprocess.Popen[bytes]:
    package = importlib.util.find_spec("pyspark")
    if package is None or not package.submodule_search_locations:
        raise SparkUnavailable("The Spark tests need pyspark: ./attending test installs it.")
    jars = Path(package.submodule_search_locations[0]) / "jars"
    # A worker finds the program of an executor under SPARK_HOME.
    environment = os.environ | LOCAL_ONLY | {"SPARK_HOME": str(jars.parent), "SPARK_SCALA_VERSION": "2.13"}
    # Spark 4 on Java 17 needs these packages opened, as its own launcher does.
    opened = [
        f"--add-opens=java.base/{package}=ALL-UNNAMED"
        for package in ("java.lang", "java.lang.invoke", "java.lang.reflect", "java.io", "java.net", "java.nio",
                        "java.util", "java.util.concurrent", "java.util.concurrent.atomic", "sun.nio.ch", "sun.nio.cs",
                        "sun.security.action", "sun.util.calendar")
    ]  # fmt: skip
    with (folder / f"{name}.log").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-S", str(LEASH), str(os.getpid()), str(folder),
             java(), "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", *opened, "-cp", f"{jars}/*",
             f"org.apache.spark.deploy.{program}", *arguments],
            cwd=folder, env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip


@contextmanager
def running() -> Iterator[str]:
    """Start a master and two workers, yield the master's address, and leave nothing behind.

    Each is on a leash: it ends, with its executors, also when this process is killed.
    """
    folder = Path(tempfile.mkdtemp(prefix="att-spark-", dir="/tmp"))
    port = _free_port()
    master = f"spark://{LOCAL}:{port}"
    started: list[subprocess.Popen[bytes]] = []
    try:
        # A worker asks again until the master is there, so all may start at once.
        started.append(
            _start("master.Master", folder, "master", "--host", LOCAL, "--port", str(port), "--webui-port", "0")
        )
        started += [
            _start(
                "worker.Worker", folder, f"worker{i}", "--host", LOCAL, "--cores", "1", "--memory", "600m",
                "--webui-port", "0", "--work-dir", str(folder / f"work{i}"), master,
            )
            for i in range(WORKERS)
        ]  # fmt: skip
        _wait(folder / "master.log", "New state: ALIVE", started)
        for i in range(WORKERS):
            _wait(folder / f"worker{i}.log", "Successfully registered with master", started)
        yield master
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            _end(process)
        shutil.rmtree(folder, ignore_errors=True)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Wait for a process that was asked to end, then end whatever it started: a worker's executors are its children."""
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _wait(log: Path, words: str, started: list[subprocess.Popen[bytes]]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and all(process.poll() is None for process in started):
        if words in log.read_text(errors="replace"):
            return
        time.sleep(0.1)
    raise SparkUnavailable(f"Spark did not start: {log.read_text(errors='replace')[-1500:]}")
