import os
import pathlib
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[1]


def run(command, **environment):
    """Runs a command to its end and returns what it printed; says all of it when it fails."""
    done = subprocess.run(
        [str(word) for word in command],
        env=os.environ | environment,
        capture_output=True,
        text=True,
    )
    # 5: published, but inputs are missing, refused or suspect, as some of a test's market are.
    assert done.returncode in (0, 5), f"{command}: {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="session")
def market():
    """The small market whose every number is worked out by hand."""
    return ROOT / "jobs/src/test/resources/golden"


@pytest.fixture(scope="session")
def lake(market, tmp_path_factory):
    """The lake that the launcher makes of it."""
    lake = tmp_path_factory.mktemp("launcher") / "lake"
    run([ROOT / "rateshelf", "nightly", "--market", market, "--lake", lake])
    return lake
