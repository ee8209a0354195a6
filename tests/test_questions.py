"""The answers in docs/questions.md are what its queries find in the lakes of the demo's markets.

Run as a program it writes them: .venv/bin/python tests/test_questions.py
"""

import re

import duckdb
import duckdb_extensions

from conftest import ROOT, run

PAGE = ROOT / "docs/questions.md"
LAKES = ROOT / "jobs/target/lake"
MARKETS = {"reported": "cn-2020", "simulated": "cn-2020-simulated"}
ANSWERED = re.compile(r"(```sql\n(.*?)```\n\n```text\n)(.*?)(?=```)", re.DOTALL)


def opened():
    """A database whose schemas reported and simulated hold the gold tables of the two lakes."""
    run([ROOT / "rateshelf", "demo", "--lake", LAKES])
    duckdb_extensions.import_extension("delta")  # from its Python package, not from a network
    duck = duckdb.connect()
    duck.execute("SET autoinstall_known_extensions = false")
    for schema, market in MARKETS.items():
        duck.sql(f"CREATE SCHEMA {schema}")
        for table in (LAKES / market / "gold").iterdir():
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


def answered(page):
    duck = opened()
    return ANSWERED.sub(lambda found: found[1] + shown(duck.sql(found[2])), page)


def test_the_answers_on_the_page_are_true():
    page = PAGE.read_text()
    assert len(ANSWERED.findall(page)) > 10
    assert answered(page) == page


if __name__ == "__main__":
    PAGE.write_text(answered(PAGE.read_text()))
