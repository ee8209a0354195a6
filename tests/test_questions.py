"""The answers in docs/questions.md are what its queries find in the lakes of the demo's markets,
and the queries in docs/tables.md find rows there.

Run as a program it writes them: .venv/bin/python tests/test_questions.py
"""

import re

import duckdb
import duckdb_extensions
import pytest

from conftest import LAKES, ROOT, run

PAGE = ROOT / "docs/questions.md"
DICTIONARY = ROOT / "docs/tables.md"
MARKETS = {"reported": "cn-2020", "simulated": "cn-2020-simulated"}
QUERY = re.compile(r"^## \w+/(\w+)\n\n[^\n]+\n\n```sql\n(.*?)```", re.DOTALL | re.MULTILINE)
ANSWERED = re.compile(r"(```sql\n(.*?)```\n\n```text\n)(.*?)(?=```)", re.DOTALL)


def opened():
    """A database whose schemas reported and simulated hold the tables of the two lakes."""
    duckdb_extensions.import_extension("delta")  # from its Python package, not from a network
    duck = duckdb.connect()
    duck.execute("SET autoinstall_known_extensions = false")
    for schema, market in MARKETS.items():
        duck.sql(f"CREATE SCHEMA {schema}")
        for layer in ("silver", "gold"):
            for table in (LAKES / market / layer).iterdir():
                duck.sql(f"CREATE VIEW {schema}.{table.name} AS FROM delta_scan('{table}')")
    return duck


def shown(relation):
    """Rows as text in columns, a dash for what is not known."""
    rows = [relation.columns] + [
        ["-" if value is None else str(value) for value in row] for row in relation.fetchall()
    ]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = ("  ".join(v.ljust(w) for v, w in zip(row, widths)).rstrip() for row in rows)
    return "".join(line + "\n" for line in lines)


def answered(page, duck):
    return ANSWERED.sub(lambda found: found[1] + shown(duck.sql(found[2])), page)


@pytest.fixture(scope="module")
def duck(demo_lakes):
    return opened()


def test_the_answers_on_the_page_are_true(duck):
    page = PAGE.read_text()
    assert len(ANSWERED.findall(page)) > 10
    assert answered(page, duck) == page


def test_every_query_of_the_dictionary_finds_rows(duck):
    queries = dict(QUERY.findall(DICTIONARY.read_text()))
    assert {table.name for table in (LAKES / MARKETS["simulated"] / "gold").iterdir()} <= queries.keys()
    duck.execute("USE simulated")
    for table, query in queries.items():
        assert duck.sql(query).fetchall(), table


if __name__ == "__main__":
    run([ROOT / "rateshelf", "demo", "--lake", LAKES])
    PAGE.write_text(answered(PAGE.read_text(), opened()))
