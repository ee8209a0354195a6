"""Follows the publication row of a lake, and opens what it pins with each outside reader."""

import deltalake
import duckdb
import duckdb_extensions
import polars


def newest(lake):
    """The last publication of a lake: its row, with `tables` as {path: version}."""
    rows = deltalake.DeltaTable(lake / "ops/publications").to_pyarrow_table().to_pylist()
    row = max(rows, key=lambda row: row["publication_id"])
    return row | {"tables": dict(row["tables"])}


def gold(lake):
    """The published gold tables, {path: version}."""
    tables = newest(lake)["tables"]
    return {path: version for path, version in sorted(tables.items()) if path.startswith("gold/")}


def by_delta_rs(path, version):
    return deltalake.DeltaTable(path, version=version).to_pyarrow_table()


def by_polars(path, version):
    return polars.read_delta(str(path), version=version).to_arrow()


def by_duckdb(path, version):
    duckdb_extensions.import_extension("delta")  # from its Python package, not from a network
    with duckdb.connect() as connection:
        connection.execute("SET autoinstall_known_extensions = false; SET TimeZone = 'UTC'")
        scan = "SELECT * FROM delta_scan(?, version = %d)" % version
        return connection.execute(scan, [str(path)]).to_arrow_table()


def rows(table):
    """The rows of an Arrow table in an order of their own, each as sorted (column, value) pairs."""
    return sorted((tuple(sorted(row.items())) for row in table.to_pylist()), key=repr)
