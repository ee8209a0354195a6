import os
import pathlib
import re
import shutil
import subprocess

import pytest

import published

ROOT = pathlib.Path(__file__).resolve().parents[1]
LAKES = ROOT / "jobs/target/lake"
PLANTED = "planted-holder-"
# A run on so small a market ends before Java's second compiler has paid for itself.
SHORT = "-XX:TieredStopAtLevel=1"


def run(command, **environment):
    """Runs a command to its end under the demo's user key and returns what it printed; says all of it when it fails."""
    done = subprocess.run(
        [str(word) for word in command],
        env=os.environ
        | {"RATESHELF_USER_KEY": "rateshelf demo key, no secret", "RATESHELF_JAVA_OPTS": SHORT}
        | environment,
        capture_output=True,
        text=True,
    )
    # 5: published, but inputs are missing, refused or suspect, as some of a test's market are.
    assert done.returncode in (0, 5), f"{command}: {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="session")
def demo_lakes():
    """The lakes of the demo's markets: the Java tests leave them; where they did not, demo makes them."""
    run([ROOT / "rateshelf", "demo", "--lake", LAKES])
    return LAKES


@pytest.fixture(scope="session")
def market(tmp_path_factory):
    """The small market whose every number is worked out by hand, its holders under long names."""
    market = tmp_path_factory.mktemp("market") / "golden"
    shutil.copytree(ROOT / "jobs/src/test/resources/golden", market)
    for file in (market / "landing/user_rates").iterdir():
        file.write_text(re.sub(r",(u\d+),", rf",{PLANTED}\1,", file.read_text()))
    (market / "landing/user_rates/broken.csv").write_text(
        "as_of,user_id,platform_id,product_id,contract_id,bank_id,term,opened_on,matures_on,balance,"
        "contract_rate_pct,province\n"
        f"2020-12-08,{PLANTED}b1,BETA,b1n,c90,CITY2,P1Y,2020-06-01,2021-06-01,much,2.10,North\n"
        f"2020-12-08,BETA,{PLANTED}b2\n"
        f'2020-12-08,"{PLANTED}b3,BETA\n'
    )
    return market


@pytest.fixture(scope="session")
def first_night(market, tmp_path_factory):
    """A lake that the launcher began, and what each gold table said then, by path and version."""
    lake = tmp_path_factory.mktemp("launcher") / "lake"
    nightly = [ROOT / "rateshelf", "nightly", "--market", market, "--lake", lake]
    run([*nightly, "--as-of", "2020-12-07"])
    return lake, read(lake, published.gold(lake))


@pytest.fixture(scope="session")
def lake(market, first_night):
    """The same lake after a second night, on which it has the market whole."""
    run([ROOT / "rateshelf", "nightly", "--market", market, "--lake", first_night[0]])
    return first_night[0]


def read(lake, versions):
    return {
        (path, version): published.rows(published.by_polars(lake / path, version))
        for path, version in versions.items()
    }
