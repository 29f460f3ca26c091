"""Papermill running the notebooks: only what has changed, always the same bytes, failures told and not fatal."""

import json
from pathlib import Path

import nbformat
import papermill
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from pipeline import comparability, pages, store
from pipeline.records import Region, Unknown
from pipeline.store import across, read
from tests.samples import CATALOGUE, reading

ROOT = Path(__file__).parent.parent
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
READ = "from pipeline.store import read\n"


def notebook(path, parameters, *cells):
    """Write a notebook like those of the project."""
    first = new_code_cell("\n".join(f'{name} = ""' for name in parameters), metadata={"tags": ["parameters"]})
    nb = new_notebook(cells=[new_markdown_cell("# 页"), first, *map(new_code_cell, cells)], metadata=KERNEL)
    path.write_text(nbformat.writes(nb), "utf-8")


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A folder with a store and small page notebooks, in which the test runs."""
    notebooks = tmp_path / "notebooks"
    notebooks.mkdir()
    for path in pages.NOTEBOOKS.glob("*.ipynb"):
        notebook(notebooks / path.name, papermill.inspect_notebook(path), f"'{path.stem}'")
    title = READ + "read.report(store, report_id)['title']"
    notebook(notebooks / "report.ipynb", ["report_id", "store"], title)
    notebook(notebooks / "rate.ipynb", ["indicator", "store"], "indicator")
    notebook(notebooks / "findings.ipynb", ["store"], READ + "read.findings(store).height")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(pages, "NOTEBOOKS", notebooks)
    store.write([reading("one"), reading("two")], CATALOGUE, "fazhi.duckdb")
    return tmp_path


def made(book=Path("book")):
    return sorted(path.relative_to(book).as_posix() for path in book.rglob("*.ipynb"))


def names(done):
    return [page.output for page in done]


def planned():
    return sorted(f"{page.output}.ipynb" for page in pages.plan("fazhi.duckdb"))


def test_every_page_is_made_once_and_again_only_when_its_inputs_change(project):
    assert len(pages.pages("fazhi.duckdb")) == len(planned())
    assert made() == planned()
    assert pages.pages("fazhi.duckdb") == []

    notebook(project / "notebooks" / "domain.ipynb", ["domain", "store"], "'changed'")
    assert names(pages.pages("fazhi.duckdb")) == ["domain/reconsideration"]

    asked = pages.read_asked(Path("book"))
    pages.write_asked(
        {page: questions for page, questions in asked.items() if page != "report/one"}, Path("book")
    )
    assert names(pages.pages("fazhi.duckdb")) == ["report/one"]


def test_a_page_is_made_anew_when_an_answer_it_was_given_has_changed_and_only_then(project):
    pages.pages("fazhi.duckdb")
    store.write([reading("one"), reading("two"), reading("three")], CATALOGUE, "fazhi.duckdb")
    assert names(pages.pages("fazhi.duckdb")) == ["report/three", "findings"]

    other = reading("two")._replace(report=reading().report._replace(title="另一标题"))
    store.write([reading("one"), other], CATALOGUE, "fazhi.duckdb")
    assert names(pages.pages("fazhi.duckdb")) == ["report/two", "findings"]
    assert "report/three.ipynb" not in made()


def test_a_report_more_leaves_the_pages_alone_that_do_not_show_it(project, monkeypatch):
    """With the notebooks of the project: a report that says the same of another place."""
    monkeypatch.setattr(pages, "NOTEBOOKS", ROOT / "notebooks")
    build([reading("one"), elsewhere("two", "浙江省", 2022)])
    pages.pages("fazhi.duckdb")
    build([reading("one"), elsewhere("two", "浙江省", 2022), elsewhere("three", "云南省", 2023)])
    done = names(pages.pages("fazhi.duckdb"))
    rate, domain = "rate/reconsideration.correction_rate", "domain/reconsideration"
    assert {"report/three", "place/530000", "year/2023", rate, domain, "findings"} <= set(done)
    assert not {
        "report/one",
        "report/two",
        "place/350000",
        "place/350626",
        "place/330000",
        "year/2022",
    } & set(done)


def elsewhere(name, province, year):
    """The same report of another place and year."""
    code = {"浙江省": "330000", "云南省": "530000"}[province]
    about = reading().report._replace(region=Region(code, (province,)), level="province", year=year)
    return reading(name)._replace(report=about)


def build(readings):
    """A store with what may stand side by side, as the two notebooks make it."""
    path = Path("fazhi.duckdb")
    store.write(readings, CATALOGUE, path)
    found = {
        record: comparability.standings(read.to_compare(path, record), CATALOGUE.references)
        for record in ("rate", "observation")
    }
    across.write_standings(path, found["rate"], found["observation"])


def test_two_runs_in_two_folders_give_the_same_bytes(project, monkeypatch):
    pages.pages("fazhi.duckdb", Path("here"))
    (project / "elsewhere").mkdir()
    (project / "fazhi.duckdb").rename(project / "elsewhere" / "fazhi.duckdb")
    monkeypatch.chdir(project / "elsewhere")
    pages.pages(project / "elsewhere" / "fazhi.duckdb", Path("there"))
    for name in planned():
        assert (project / "here" / name).read_bytes() == (project / "elsewhere" / "there" / name).read_bytes()


def test_a_page_carries_results_and_nothing_of_the_machine(project, capfd):
    notebook(
        project / "notebooks" / "findings.ipynb",
        ["store"],
        "import warnings; warnings.warn('careful')",
        "6 * 7",
    )
    pages.pages("fazhi.duckdb")
    page = nbformat.read("book/findings.ipynb", 4)
    injected = next(cell for cell in page.cells if "injected-parameters" in cell.metadata.tags)
    assert "remove-cell" in injected.metadata.tags
    assert injected.source == '# Parameters\nstore = "fazhi.duckdb"\n'
    assert page.cells[-1].outputs[0].data["text/plain"] == "42"
    text = Path("book/findings.ipynb").read_text("utf-8")
    assert "UserWarning" not in text and str(project) not in text and "papermill" not in text
    assert "UserWarning: careful" in capfd.readouterr().err


def test_names_do_not_pass_from_one_notebook_to_the_next(project):
    notebook(project / "notebooks" / "report.ipynb", ["report_id", "store"], "secret = 1")
    notebook(project / "notebooks" / "findings.ipynb", ["store"], "'secret' in dir()")
    pages.pages("fazhi.duckdb")
    assert nbformat.read("book/findings.ipynb", 4).cells[-1].outputs[0].data["text/plain"] == "False"


@pytest.mark.parametrize(
    "cell, told", [("1 / 0", "ZeroDivisionError"), ("import os; os._exit(1)", "Kernel died")]
)
def test_a_notebook_that_fails_is_told_with_its_parameters_and_stops_no_other(project, cell, told):
    pages.pages("fazhi.duckdb")
    fails = f"{READ}if report_id == 'one': read.findings(store); {cell}"
    notebook(project / "notebooks" / "report.ipynb", ["report_id", "store"], fails)
    with pytest.raises(pages.PageFailed, match=rf"^report\(report_id='one', store='fazhi.duckdb'\): {told}"):
        pages.pages("fazhi.duckdb")
    assert made() == [name for name in planned() if name != "report/one.ipynb"]
    asked = pages.read_asked(Path("book"))
    assert "report/one" not in asked and asked["report/two"] == []
    with pytest.raises(pages.PageFailed):
        pages.pages("fazhi.duckdb")


def test_one_notebook_runs_with_parameters_of_ones_own(project):
    pages.run("rate", {"indicator": "mine"}, Path("mine.ipynb"))
    assert nbformat.read("mine.ipynb", 4).cells[-1].outputs[0].data["text/plain"] == "'mine'"


@pytest.mark.parametrize(
    "name, parameters, error, message",
    [
        ("rate", {"indikator": "x"}, Unknown, "no parameter indikator; it has: indicator, store"),
        ("weather", {}, Unknown, "no notebook 'weather'; there are: changes, "),
        (
            "report",
            {"report_id": "x", "store": "fazhi.duckdb"},
            pages.PageFailed,
            "unknown report_id 'x'; there are:\n  one",
        ),
    ],
)
def test_an_unknown_name_is_answered_with_what_there_is(project, name, parameters, error, message):
    with pytest.raises(error, match=message):
        pages.run(name, parameters, Path("out.ipynb"))
    assert not Path("out.ipynb").exists()


def test_build_moves_the_store_into_place_only_when_both_notebooks_have_run(project):
    touch = "from pathlib import Path\nPath(store).write_text(reports)"
    notebook(project / "notebooks" / "read.ipynb", ["reports", "store"], touch)
    notebook(project / "notebooks" / "indicators.ipynb", ["store"], "1 / 0")
    before = Path("fazhi.duckdb").read_bytes()
    with pytest.raises(pages.PageFailed, match="indicators"):
        pages.build("reports", "fazhi.duckdb")
    assert Path("fazhi.duckdb").read_bytes() == before
    assert not Path("book").exists()

    notebook(project / "notebooks" / "indicators.ipynb", ["store"], "open(store).read()")
    pages.build("reports", "fazhi.duckdb")
    assert Path("fazhi.duckdb").read_text() == "reports"
    assert made() == ["edition/indicators.ipynb", "edition/read.ipynb"]
    assert ".building-" not in Path("book/edition/read.ipynb").read_text()


def test_pages_say_what_they_were_made_from(project):
    pages.pages("fazhi.duckdb")
    keys = {json.loads(Path("book", name).read_text("utf-8"))["metadata"]["inputs"] for name in planned()}
    assert len(keys) == len(planned())
