"""What Rateshelf costs beside DuckDB and beside the build before: whole processes, as ratios within one run.

    make bench                              all rows but the long ones, heap and test
    make bench ROWS="season night"          these
    make bench ROWS="holders --users 100000"
"""

import argparse
import contextlib
import dataclasses
import datetime
import functools
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import duckdb

from conftest import ROOT
from test_memory import HOLDERS

BENCH = ROOT / "jobs/target/bench"
RATESHELF = os.environ.get("RATESHELF", ROOT / "rateshelf")
BEFORE_COMMIT = "ef20681"
SEASON = ROOT / "data/cn-2020-simulated"
GOLDEN = ROOT / "jobs/src/test/resources/golden"
FIRST_DAY = datetime.date(2020, 1, 1)
# Runs a script of SQL over a market: both are its arguments.
PLAIN_SQL = """
import duckdb, sys
duckdb.execute(f"SET VARIABLE market = '{sys.argv[1]}'")
duckdb.execute(open(sys.argv[2]).read())
"""


@dataclasses.dataclass(frozen=True)
class Cost:
    """Of a process that has ended: seconds of CPU and of time, and the most memory it held, in GB."""

    cpu: float
    time: float
    memory: float

    def __add__(self, other):
        most = max(self.memory, other.memory)
        return Cost(self.cpu + other.cpu, self.time + other.time, most)

    def __truediv__(self, other):
        return f"{self.cpu / other.cpu:.2f} of CPU, {self.time / other.time:.2f} of time"

    def __str__(self):
        return f"{self.cpu:.1f} s CPU, {self.time:.1f} s, {self.memory:.1f} GB"


@dataclasses.dataclass(frozen=True)
class Jobs:
    """Of Spark, in one run."""

    number: int

    def __truediv__(self, other):
        return f"{self.number / other.number:.2f}"

    def __str__(self):
        return f"{self.number} jobs"


def process(*command, folder=ROOT, **environment):
    """Runs a command to its end and returns what it cost, its children's cost with it."""
    words = [str(word) for word in command]
    env = os.environ | {"RATESHELF_USER_KEY": "rateshelf demo key, no secret"} | environment
    with tempfile.TemporaryFile("w+") as output:
        start = time.monotonic()
        child = subprocess.Popen(words, cwd=folder, env=env, stdout=output, stderr=output)
        _, status, used = os.wait4(child.pid, 0)
        seconds = time.monotonic() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        # 5: published, but inputs are missing, refused or suspect, as some of each market are.
        if child.returncode not in (0, 5):
            output.seek(0)
            sys.exit(f"{' '.join(words)}: {child.returncode}\n{output.read()}")
    cost = Cost(used.ru_utime + used.ru_stime, seconds, used.ru_maxrss / 1024**2)
    # A classpath, or a program in a word, says nothing to a reader.
    print(f"{cost}: {' '.join(word if len(word) < 120 else '...' for word in words)}", flush=True)
    return cost


@contextlib.contextmanager
def new_folder():
    BENCH.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=BENCH) as folder:
        yield pathlib.Path(folder)


def nightly(market, lake, *options, launcher=RATESHELF, **environment):
    return process(launcher, "nightly", "--market", market, "--lake", lake, *options, **environment)


def first_night(market, launcher=RATESHELF, **environment):
    with new_folder() as folder:
        return nightly(market, folder / "lake", launcher=launcher, **environment)


def first_night_by_step(market):
    with new_folder() as folder:
        cost = nightly(market, folder / "lake")
        print(shown(RATESHELF, "runs", "--lake", folder / "lake", "--steps"), flush=True)
        return cost


def shown(*command, folder=ROOT):
    words = [str(word) for word in command]
    return subprocess.run(words, cwd=folder, check=True, stdout=subprocess.PIPE, text=True).stdout


@functools.cache
def before():
    """The launcher of the build before, which builds it from its commit the first time."""
    if "RATESHELF_BEFORE" in os.environ:
        return os.environ["RATESHELF_BEFORE"]
    tree = BENCH / "before"
    if not tree.exists():
        # --force: `make clean` takes the folder and leaves what git notes of it.
        shown("git", "worktree", "add", "--force", "--detach", tree, BEFORE_COMMIT)
    shown(tree / "rateshelf", "--version", folder=tree)
    return tree / "rateshelf"


def simulated(users, days, platforms):
    """A market that `simulate` wrote, once and for all."""
    market = BENCH / f"market-{users}-users-{days}-days-{platforms}-platforms"
    if not market.exists():
        with new_folder() as folder:
            size = ["--users", users, "--days", days, "--platforms", platforms, "--seed", 7]
            process(RATESHELF, "simulate", "--market", folder / "market", *size)
            (folder / "market").rename(market)
    return market


@functools.cache
def test_classpath():
    BENCH.mkdir(parents=True, exist_ok=True)
    libraries = BENCH / "test-libraries"
    goals = ["test-compile", "dependency:build-classpath", f"-Dmdep.outputFile={libraries}"]
    shown("mvn", "-q", "-B", "-pl", "jobs", *goals)
    built = ROOT / "jobs/target"
    return f"{built / 'test-classes'}:{built / 'classes'}:{libraries.read_text()}"


@functools.cache
def second_engine(market, landing):
    """DuckDB with jobs/src/test/resources/second_engine/*.sql, which only computes here."""
    main = ["-cp", test_classpath(), "org.rateshelf.proof.SecondEngine"]
    return process("java", *main, market, landing)


def season(options):
    return first_night_by_step(SEASON), second_engine(SEASON, SEASON / "landing")


def holders(options):
    """Both passes here; there plain SQL for the holders and the second engine's for the shelf."""
    market = simulated(options.users, 90, 10)
    ours = first_night_by_step(market)
    sql = ROOT / "tests/bench_holders.sql"
    theirs = process(sys.executable, "-c", PLAIN_SQL, market, sql)
    with new_folder() as shelf:
        for source in ("scans", "listings", "bank_rates"):
            (shelf / source).symlink_to(market / "landing" / source)
        return ours, theirs + second_engine(market, shelf)


def night(options):
    runs = [(first_night(GOLDEN), first_night(GOLDEN, before())) for _ in range(3)]
    ours, theirs = zip(*runs)
    return median(ours), median(theirs)


def median(costs):
    return Cost(*(statistics.median(figures) for figures in zip(*map(dataclasses.astuple, costs))))


def demo(options):
    with new_folder() as lakes:
        ours = process(RATESHELF, "demo", "--lake", lakes)
    return ours, second_engine(SEASON, SEASON / "landing")


def heap(options):
    with new_folder() as folder:
        market = folder / "market"
        shutil.copytree(GOLDEN, market)
        for day in ("2020-12-05", "2020-12-12"):
            rows = duckdb.sql(HOLDERS.format(day=day, rows=10_000_000))
            rows.write_csv(str(market / f"landing/user_rates/{day}-many.csv"))
        small = {"RATESHELF_JAVA_OPTS": "-Xmx2g"}
        return first_night(market, **small), first_night(market, before(), **small)


def age(options):
    """Nights 10 to 14 and 400 to 404, each a process of its own. What lands between is one run's, or a night's each."""
    market = simulated(1000, 410, 8)
    with new_folder() as folder:
        landing = folder / "landing"

        def takes_in(first, last):
            land(market, landing, first, last)
            return nightly(market, folder / "lake", "--landing", landing)

        def nights(first, last):
            return median([takes_in(number, number) for number in range(first, last + 1)])

        takes_in(1, 9)
        young = nights(10, 14)
        if options.every_night:
            nights(15, 399)
        else:
            takes_in(15, 399)
        return nights(400, 404), young


def land(market, landing, first, last):
    """Files of these days land, counted from 1; what names no day lands with the first."""
    days = [str(FIRST_DAY + datetime.timedelta(days=number - 1)) for number in (first, last)]
    for file in (market / "landing").glob("*/*"):
        day = file.name[:10] if file.name[0].isdigit() else str(FIRST_DAY)
        if days[0] <= day <= days[1]:
            (landing / file.parent.name).mkdir(parents=True, exist_ok=True)
            shutil.copy(file, landing / file.parent.name)


def jobs(options):
    return jobs_of(RATESHELF), jobs_of(before())


def jobs_of(launcher):
    """Of a night that finds the tables of the one before."""
    with new_folder() as folder:
        lake, events = folder / "lake", folder / "events"
        events.mkdir()
        kept = {"enabled": "true", "compress": "false", "dir": events.as_uri()}
        java = " ".join(f"-Dspark.eventLog.{name}={value}" for name, value in kept.items())
        nightly(GOLDEN, lake, "--as-of", "2020-12-07", launcher=launcher)
        nightly(GOLDEN, lake, launcher=launcher, RATESHELF_JAVA_OPTS=java)
        files = [file for file in events.rglob("events_*") if file.is_file()]
        return Jobs(sum(file.read_text().count('"Event":"SparkListenerJobStart"') for file in files))


def test(options):
    trees = (ROOT, pathlib.Path(before()).parent)
    return tuple(process("make", "test", folder=tree) for tree in trees)


LONG = (heap, test)
ROWS = {
    season: ("season of the simulated market, cold, to publication / DuckDB's second engine", "1.5"),
    holders: ("{options.users:,} users, files to published tables / DuckDB's plain SQL", "1.0"),
    night: ("cold night of the golden market, median of 3 / the build before", "0.3"),
    demo: ("demo, empty lakes / DuckDB for the season", "2"),
    heap: ("ten million contracts in each of two snapshots, 2 GiB heap / the build before", "0.17"),
    age: ("night 400 of a market / night 10, medians of 5", "1.1"),
    jobs: ("Spark jobs of a night with all tables / the build before", "25 jobs"),
    test: ("make test / the build before", "0.5"),
}


def main():
    names = {row.__name__: row for row in ROWS}
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rows", nargs="*", help=", ".join(names))
    parser.add_argument("--users", type=int, default=1_000_000, help="of holders")
    parser.add_argument("--every-night", action="store_true", help="of age: 404 processes")
    options = parser.parse_args()
    if unknown := set(options.rows) - set(names):
        parser.error(f"no such row: {', '.join(unknown)}; there are {', '.join(names)}")
    flags = [word for word in sys.argv[1:] if word not in names]
    table = [
        "| measure | Rateshelf | other | ratio | must | again |",
        "|---|---|---|---|---|---|",
    ]
    for name in options.rows or [name for name, row in names.items() if row not in LONG]:
        ours, theirs = names[name](options)
        measure, must = ROWS[names[name]]
        again = f'make bench ROWS="{" ".join([name, *flags])}"'
        cells = [measure.format(options=options), ours, theirs, ours / theirs, f"<= {must}", again]
        table.append("| " + " | ".join(map(str, cells)) + " |")
    print("\n".join(table))


if __name__ == "__main__":
    main()
