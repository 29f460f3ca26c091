"""The notebooks as committed: parameters, calls and prose; no results, no logic."""

import ast
import json
from pathlib import Path

import polars as pl
import pytest

from pipeline import pages
from pipeline.store import read

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
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
    "place": {"place_id", "store"},
    "year": {"year", "store"},
    "duties": {"store"},
    "changes": {"store"},
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

    def test_a_page_learns_nothing_but_what_it_asks_of_the_store(self, path):
        """What it asked is how it is known whether a page is out of date; the notebooks that build are not skipped."""
        if path.stem in ("read", "indicators"):
            return
        trees = [ast.parse("".join(cell["source"])) for cell in cells(path)]
        imports = [
            node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)
        ]
        ours = {
            f"{node.module}.{name.name}"
            for node in imports
            for name in node.names
            if isinstance(node, ast.ImportFrom) and node.module != "IPython.display"
        }
        assert ours <= {f"pipeline.{one}" for one in ("charts", "comparability", "display", "store.read")}
        assert not [node for node in imports if isinstance(node, ast.Import)]

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


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    """A folder with the store of the published reports, made by the two notebooks that make it."""
    folder = tmp_path_factory.mktemp("edition")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        pages.build(ROOT / "data" / "reports", "fazhi.duckdb")
        yield folder


def test_the_notebooks_make_the_store_and_tell_of_it(edition):
    store = edition / "fazhi.duckdb"
    totals = read.edition(store)
    assert totals["reports"] == len(list((ROOT / "data" / "reports").glob("*.txt")))
    assert totals["quantities"] == totals["quantities_bound"] + totals["quantities_unbound"] > 0
    judged = read.rates(store).select("group_no", "reason")
    assert judged.filter(pl.all_horizontal(pl.all().is_null())).is_empty()
    for name in ("read", "indicators"):
        page = (edition / "book" / "edition" / f"{name}.ipynb").read_text("utf-8")
        assert "<table>" in page and str(edition) not in page


@pytest.fixture(scope="module")
def kernel(edition):
    """One kernel for all that is executed in the folder of the edition."""
    with pages.warm_kernel() as kernel:
        yield kernel


@pytest.mark.parametrize("name", ["report", "place", "year", "domain", "rate", "findings", "duties"])
def test_a_page_notebook_runs_with_the_first_of_its_parameters(kernel, name):
    page = next(one for one in pages.plan("fazhi.duckdb") if one.notebook == name)
    assert pages.execute(page, kernel).cells


@pytest.mark.parametrize(
    "name, given",
    [
        ("place", {"place_id": "000000"}),
        ("year", {"year": "1999"}),
        ("report", {"report_id": "nowhere"}),
        ("domain", {"domain": "weather"}),
        ("rate", {"indicator": "x.y"}),
    ],
)
def test_a_page_notebook_answers_an_unknown_id_with_what_there_is(kernel, name, given):
    page = pages.Page(name, {**given, "store": "fazhi.duckdb"}, name)
    with pytest.raises(pages.PageFailed, match=r"Unknown: unknown .*there are:\n  "):
        pages.execute(page, kernel)
