"""Every published gold table says the same to every outside reader of Delta tables."""

import deltalake

import published
from conftest import ROOT, run


def test_a_publication_pins_the_gold_tables(lake):
    paths = {f"gold/{folder.name}" for folder in (lake / "gold").iterdir()}
    assert set(published.gold(lake)) == paths
    assert paths


def test_every_reader_sees_the_same_rows(lake):
    for path, version in published.gold(lake).items():
        expected = published.rows(published.by_delta_rs(lake / path, version))
        assert published.rows(published.by_polars(lake / path, version)) == expected, path
        assert published.rows(published.by_duckdb(lake / path, version)) == expected, path


def test_an_older_publication_still_says_what_it_said(market, tmp_path):
    def nightly(day):
        run([ROOT / "rateshelf", "nightly", "--market", market, "--lake", tmp_path, "--as-of", day])
        return published.gold(tmp_path)

    def read(versions):
        return {
            path: published.rows(published.by_polars(tmp_path / path, version))
            for path, version in versions.items()
        }

    first = nightly("2020-12-07")
    said = read(first)
    assert read(nightly("2020-12-08")) != said
    assert read(first) == said


def test_no_table_asks_for_a_newer_reader(lake):
    for path in published.newest(lake)["tables"]:
        protocol = deltalake.DeltaTable(lake / path).protocol()
        assert protocol.min_reader_version == 1, path
        assert not protocol.reader_features, path
