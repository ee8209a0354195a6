"""No holder's id stands in any file of a lake, or in what a run says; and nobody else may look."""

import gzip
import json
import pathlib

import polars as pl

from conftest import PLANTED, ROOT, run


def texts(file: pathlib.Path):
    """What a reader can see in a file: its bytes and, packed or columnar, what is in them."""
    content = file.read_bytes()
    yield content
    if file.suffix == ".gz":
        yield gzip.decompress(content)
    if file.suffix == ".parquet":
        yield json.dumps(pl.read_parquet(file).to_dicts(), default=str, ensure_ascii=False).encode()


def test_no_id_is_written_anywhere(lake):
    files = [f for f in lake.rglob("*") if f.is_file()]
    hashed = [f for f in files if "silver/user_rates" in str(f) and f.suffix == ".parquet"]
    assert sum(pl.read_parquet(f).height for f in hashed) > 20
    assert [f for f in files for text in texts(f) if PLANTED.encode() in text] == []


def test_no_id_is_shown(lake):
    shown = run([ROOT / "rateshelf", "quarantine", "--rows", "--file", "broken.csv", "--lake", lake])
    assert shown.count("not shown") == 3
    assert "much" not in shown
    assert PLANTED not in shown


def test_nothing_is_for_other_users_of_the_machine(lake):
    assert [f for f in [lake, *lake.rglob("*")] if f.stat().st_mode & 0o007] == []
