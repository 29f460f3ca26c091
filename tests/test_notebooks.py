"""The notebooks as committed: parameters, calls and prose; no results, no logic."""

import ast
import json
from pathlib import Path

import pytest

NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))
LOGIC = (
    ast.For,
    ast.While,
    ast.If,
    ast.Try,
    ast.FunctionDef,
    ast.ClassDef,
    ast.Lambda,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
)
PARAMETERS = {
    "read": {"reports", "store"},
    "indicators": {"store"},
    "report": {"report_id", "store"},
    "domain": {"domain", "store"},
    "rate": {"indicator", "store"},
    "findings": {"store"},
}


def cells(path, kind="code"):
    return [cell for cell in json.loads(path.read_text("utf-8"))["cells"] if cell["cell_type"] == kind]


def tagged(path, tag):
    return [cell for cell in cells(path) if tag in cell["metadata"].get("tags", [])]


def assigned(tree):
    return {target.id for node in tree.body if isinstance(node, ast.Assign) for target in node.targets}


def test_all_notebooks_are_there():
    assert {path.stem for path in NOTEBOOKS} >= PARAMETERS.keys()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
class TestNotebook:
    def test_it_is_committed_without_results(self, path):
        assert [cell for cell in cells(path) if cell["outputs"] or cell["execution_count"] is not None] == []

    def test_it_holds_no_logic(self, path):
        for cell in cells(path):
            tree = ast.parse("".join(cell["source"]))
            assert not [node for node in ast.walk(tree) if isinstance(node, LOGIC)], cell["source"]
            imported = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
            names = {getattr(node, "module", None) or node.names[0].name for node in imported}
            assert not names & {"re", "regex", "duckdb", "papermill"}, cell["source"]

    def test_one_cell_holds_its_parameters(self, path):
        (cell,) = tagged(path, "parameters")
        given = assigned(ast.parse("".join(cell["source"])))
        assert given == PARAMETERS.get(path.stem, given)
        assert "store" in given

    def test_it_runs_in_the_kernel_that_papermill_starts(self, path):
        assert json.loads(path.read_text("utf-8"))["metadata"]["kernelspec"]["name"] == "python3"

    def test_its_cells_have_ids_that_stay(self, path):
        ids = [cell["id"] for cell in json.loads(path.read_text("utf-8"))["cells"]]
        assert len(set(ids)) == len(ids)
        assert all(one.startswith(f"{path.stem}-") for one in ids)
