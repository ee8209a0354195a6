"""Every published gold table says the same to every outside reader of Delta tables."""

import re
import shutil

import deltalake
import duckdb
import duckdb_extensions
import polars
import pyarrow
import pytest
from pyspark.sql import SparkSession

import published
from conftest import ROOT, SHORT, read

COUNTS = "gold/product_counts"


def test_a_publication_pins_the_gold_tables(lake):
    paths = {f"gold/{folder.name}" for folder in (lake / "gold").iterdir()}
    assert set(published.gold(lake)) == paths
    assert paths


def test_every_reader_sees_the_same_rows(lake):
    for path, version in published.gold(lake).items():
        expected = published.rows(published.by_delta_rs(lake / path, version))
        assert published.rows(published.by_polars(lake / path, version)) == expected, path
        assert published.rows(published.by_duckdb(lake / path, version)) == expected, path


def test_an_older_publication_still_says_what_it_said(first_night, lake):
    said = first_night[1]
    assert read(lake, dict(said.keys())) == said
    assert not published.gold(lake).items() <= said.keys()


def test_no_table_asks_for_a_newer_reader(lake):
    for path in published.newest(lake)["tables"]:
        protocol = deltalake.DeltaTable(lake / path).protocol()
        assert protocol.min_reader_version == 1, path
        assert not protocol.reader_features, path


@pytest.fixture(scope="module")
def half_written(lake, tmp_path_factory):
    """A lake with an older publication, and a table that a run has written and not published."""
    copy = tmp_path_factory.mktemp("half-written") / "lake"
    shutil.copytree(lake, copy)
    again = deltalake.DeltaTable(copy / COUNTS).to_pyarrow_table()
    deltalake.write_deltalake(copy / COUNTS, again, mode="append")
    newest = deltalake.DeltaTable(copy / "ops/publications").to_pyarrow_table()
    older = newest.to_pylist()[0] | {"publication_id": 0, "tables": [(COUNTS, 99)]}
    older = pyarrow.Table.from_pylist([older], schema=newest.schema)
    deltalake.write_deltalake(copy / "ops/publications", older, mode="append")
    return copy


def recipe(reader):
    """The two lines that README has for a reader."""
    return re.search(rf"(?:#|--) {reader}\n(.+\n.+\n)", (ROOT / "README.md").read_text())[1]


def follow(reader, lake, **names):
    names["lake"] = lake
    exec(recipe(reader), names)
    return names["counts"]


def spark_rows(lake, monkeypatch):
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    jars = sorted((ROOT / "jobs/target/lib").glob("delta-*.jar"))
    settings = {
        "spark.jars": ",".join(map(str, jars)),
        "spark.sql.extensions": "io.delta.sql.DeltaSparkSessionExtension",
        "spark.sql.catalog.spark_catalog": "org.apache.spark.sql.delta.catalog.DeltaCatalog",
        "spark.sql.session.timeZone": "UTC",
        "spark.ui.enabled": "false",
        "spark.driver.extraJavaOptions": SHORT,
        "spark.sql.shuffle.partitions": "1",
        "spark.databricks.delta.snapshotPartitions": "1",
    }
    with SparkSession.builder.master("local[1]").config(map=settings).getOrCreate() as spark:
        return follow("Spark", lake, spark=spark).toArrow()


def duckdb_rows(lake):
    duckdb_extensions.import_extension("delta")
    with duckdb.connect() as connection:
        connection.execute("SET autoinstall_known_extensions = false; SET TimeZone = 'UTC'")
        return connection.execute(recipe("DuckDB").replace("lake/cn-2020-simulated", str(lake))).to_arrow_table()


def test_two_lines_of_any_reader_see_the_published_state(half_written, monkeypatch):
    expected = published.rows(
        published.by_delta_rs(half_written / COUNTS, published.gold(half_written)[COUNTS])
    )
    seen = {
        "Spark": spark_rows(half_written, monkeypatch),
        "delta-rs": follow("delta-rs", half_written, deltalake=deltalake),
        "Polars": follow("Polars", half_written, polars=polars).to_arrow(),
        "DuckDB": duckdb_rows(half_written),
    }
    assert {reader: published.rows(table) == expected for reader, table in seen.items()} == {
        reader: True for reader in seen
    }
