"""Apache Spark's own spark-submit makes the tables that the launcher makes."""

import contextlib
import os
import pathlib
import socket
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

import pyspark
import pytest

import published
from conftest import ROOT, SHORT, run

SPARK = pathlib.Path(pyspark.__file__).parent
BUILT = ROOT / "jobs/target"
LOOPBACK = {"SPARK_HOME": str(SPARK), "SPARK_LOCAL_IP": "127.0.0.1"}


# As a night of many rows runs; so small a one does not, unless whoever submits it says so.
AS_A_LARGE_ONE = [
    "--conf", "spark.sql.codegen.wholeStage=true",
    "--conf", "spark.sql.codegen.factoryMode=FALLBACK",
    "--conf", "spark.sql.adaptive.enabled=true",
    "--conf", "spark.sql.shuffle.partitions=4",
]


def submit(master, market, lake, settings=()):
    run(
        [
            SPARK / "bin/spark-submit",
            "--master", master,
            "--properties-file", ROOT / "jobs/spark.properties",
            "--driver-java-options", SHORT,
            "--conf", f"spark.executor.extraJavaOptions={SHORT}",
            "--jars", ",".join(str(jar) for jar in sorted((BUILT / "lib").glob("*.jar"))),
            *settings,
            "--class", "org.rateshelf.Main",
            BUILT / "rateshelf.jar",
            "nightly", "--market", market, "--lake", lake,
        ],
        **LOOPBACK,
    )


def assert_same_tables(one, other):
    assert published.gold(one).keys() == published.gold(other).keys()
    for path, version in published.gold(one).items():
        ours = published.by_delta_rs(one / path, version)
        theirs = published.by_delta_rs(other / path, published.gold(other)[path])
        assert published.rows(ours) == published.rows(theirs), path


@contextlib.contextmanager
def daemon(log, name, *arguments):
    with open(log, "w") as out:
        process = subprocess.Popen(
            [str(SPARK / "bin/spark-class"), f"org.apache.spark.deploy.{name}", *arguments],
            env=os.environ | LOOPBACK | {"SPARK_DAEMON_MEMORY": "512m"},
            stdout=out,
            stderr=out,
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait()


def wait_for(port, seconds=60):
    for _ in range(seconds * 5):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise TimeoutError(f"nothing listens on port {port}")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """A standalone master with one worker, both on loopback."""
    folder = tmp_path_factory.mktemp("cluster")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"spark://127.0.0.1:{port}"
    local = ["--host", "127.0.0.1", "--webui-port", "0"]
    master = daemon(folder / "master", "master.Master", *local, "--port", str(port))
    worker = daemon(
        folder / "worker", "worker.Worker", *local,
        "--cores", "2", "--memory", "2g", "--work-dir", str(folder / "work"), url,
    )
    with master:
        wait_for(port)
        with worker:
            yield url


@pytest.fixture(scope="module")
def submitted(cluster, market, tmp_path_factory):
    """The lakes that two masters make of the market, side by side."""
    folder = tmp_path_factory.mktemp("submitted")
    with ThreadPoolExecutor() as both:
        local = both.submit(submit, "local[2]", market, folder / "local", AS_A_LARGE_ONE)
        remote = both.submit(submit, cluster, market, folder / "cluster")
        local.result(), remote.result()
    return folder


def test_two_local_threads_and_compiled_plans(lake, submitted):
    assert_same_tables(lake, submitted / "local")


def test_a_standalone_cluster(lake, submitted):
    assert_same_tables(lake, submitted / "cluster")


def test_no_table_is_for_other_users_of_the_machine(submitted):
    for lake in submitted.iterdir():
        written = [file for layer in ("silver", "gold", "ops") for file in (lake / layer).rglob("*")]
        assert written
        assert [file for file in written if file.stat().st_mode & 0o007] == []
