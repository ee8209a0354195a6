"""The notebook runs from top to bottom on the lakes that the demo makes."""

import nbclient
import nbformat

from conftest import ROOT

NOTEBOOK = ROOT / "notebooks/withdrawal.ipynb"


def test_draws_the_withdrawal_from_the_demo_lakes(demo_lakes, monkeypatch):
    monkeypatch.setenv("RATESHELF_LAKES", str(demo_lakes))
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
