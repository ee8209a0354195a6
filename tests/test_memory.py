"""A night of ten million contracts, and one of five million bad rows, in a heap of 2 GiB.

They take long and 10 GB of disk, so they run when asked: make test-long.
"""

import os
import shutil

import deltalake
import duckdb
import pytest

import published
from conftest import ROOT, run

pytestmark = pytest.mark.skipif("RATESHELF_LONG" not in os.environ, reason="make test-long")

MILLION = int(os.environ.get("RATESHELF_MILLION", 1_000_000))
HOLDERS = """
    SELECT DATE '{day}' AS as_of, 'user-' || i // 2 AS user_id, 'ALPHA' AS platform_id,
      'a' || 1 + i % 50 AS product_id, 'c-' || i AS contract_id, 'CITY' || 1 + i % 2 AS bank_id,
      'P1Y' AS term, DATE '2020-01-01' + CAST(i % 300 AS INTEGER) AS opened_on,
      DATE '2021-01-01' + CAST(i % 300 AS INTEGER) AS matures_on,
      CAST(1000 + i % 99991 AS DECIMAL(18, 2)) AS balance, 2.25 AS contract_rate_pct,
      'North' AS province
    FROM range({rows}) t(i)
"""
NAMELESS = """
    SELECT DATE '2020-12-09' AS scan_date, 'BETA' AS platform_id, 'x' || i AS product_id,
      'NEW_BUYER' AS viewer, NULL AS bank_id, 'TIME_DEPOSIT' AS product_kind, 'P1Y' AS term,
      'AT_MATURITY' AS payout_cycle, 'HEADLINE' AS rate_kind, 50 AS min_amount,
      2.00 AS base_rate_pct, 'BUY' AS action
    FROM range({rows}) t(i)
"""


@pytest.fixture
def market(tmp_path):
    folder = tmp_path / "market"
    shutil.copytree(ROOT / "jobs/src/test/resources/golden", folder)
    yield folder
    shutil.rmtree(tmp_path)


def nightly(market):
    lake = market.parent / "lake"
    command = [ROOT / "rateshelf", "nightly", "--market", market, "--lake", lake]
    run(command, RATESHELF_JAVA_OPTS="-Xmx2g")
    return lake


def rows(lake, path, condition):
    table = deltalake.DeltaTable(lake / path, version=published.newest(lake)["tables"][path])
    return duckdb.from_arrow(table.to_pyarrow_dataset()).filter(condition).count("*").fetchone()[0]


def test_ten_million_contracts_in_two_snapshots(market):
    for day in ("2020-12-05", "2020-12-12"):
        query = HOLDERS.format(day=day, rows=10 * MILLION)
        duckdb.sql(query).write_csv(str(market / f"landing/user_rates/{day}-many.csv"))
    lake = nightly(market)
    assert rows(lake, "silver/user_rates", "contract_id LIKE 'c-%'") == 20 * MILLION


def test_five_million_bad_rows(market):
    query = NAMELESS.format(rows=5 * MILLION)
    duckdb.sql(query).write_csv(str(market / "landing/listings/nameless.csv"))
    lake = nightly(market)
    assert rows(lake, "ops/quarantine", "file_name = 'nameless.csv'") == 5 * MILLION
