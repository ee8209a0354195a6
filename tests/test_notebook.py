"""The notebook runs from top to bottom on the lakes that the demo makes."""

import nbclient
import nbformat

from conftest import ROOT, run

NOTEBOOK = ROOT / "notebooks/withdrawal.ipynb"


def test_draws_the_withdrawal_from_the_demo_lakes(monkeypatch):
    # The Java tests leave the lakes of the demo's markets here; where they did not, demo makes them.
    lakes = ROOT / "jobs/target/lake"
    run([ROOT / "rateshelf", "demo", "--lake", lakes])
    monkeypatch.setenv("RATESHELF_LAKES", str(lakes))
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    folder = {"metadata": {"path": NOTEBOOK.parent}}
    nbclient.NotebookClient(notebook, timeout=300, resources=folder).execute()
    drawn = [
        output
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {})
    ]
    assert len(drawn) == 3


def test_no_output_is_stored_in_the_notebook():
    cells = nbformat.read(NOTEBOOK, as_version=4).cells
    assert not any(cell.get("outputs") or cell.get("execution_count") for cell in cells)
