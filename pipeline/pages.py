"""The pages of the book: which there are, and papermill executing their notebooks in one warm kernel."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from ast import literal_eval
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import nbformat
import papermill
import polars as pl
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import DeadKernelError
from nbclient.util import run_sync
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, papermill_engines
from papermill.exceptions import PapermillExecutionError
from papermill.parameterize import parameterize_notebook
from tqdm import tqdm

from pipeline.records import Refusal, Unknown
from pipeline.store import read, replacing
from pipeline.store.questions import Question, answers

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
BOOK = Path("book")
ASKED = ".asked.json"
CODE = (".py", ".html", ".sql")
FOLDERS = ("report", "place", "year", "domain", "rate")
LIBRARIES = ("altair", "duckdb", "ipykernel", "papermill", "polars", "vl-convert-python")


Asked = dict[str, list[Question]]  # what each page asked of the store, by the page's output
Kept = tuple[list[str], dict[str, list[tuple[int, tuple[tuple[str, str], ...]]]]]


class Page(NamedTuple):
    """A notebook, the parameters it is executed with, and where it goes below the book's folder."""

    notebook: str
    parameters: Mapping[str, str]
    output: str


class PageFailed(Refusal):
    """Notebooks that did not run to their end; the message names each with its parameters and its error."""


def build(reports: Path | str, store: Path | str, book: Path = BOOK) -> None:
    """Read all reports of a folder into the store and compute the indicators, by the two notebooks that do so.

    The store takes its place only when both have run; executed they are pages of the book. Raises PageFailed.
    """
    with replacing(Path(store)) as aside, warm_kernel() as kernel:
        steps = [
            Page("read", {"reports": _shown(reports), "store": _shown(aside)}, "edition/read"),
            Page("indicators", {"store": _shown(aside)}, "edition/indicators"),
        ]
        executed = [
            execute(page, kernel) for page in tqdm(steps, desc="building", unit="notebook", disable=None)
        ]
    for page, notebook in zip(steps, executed, strict=True):
        parameters = {**page.parameters, "store": _shown(store)}
        keep(parameterize_notebook(notebook, parameters), book / f"{page.output}.ipynb")


def pages(store: Path | str, book: Path = BOOK) -> list[Page]:
    """Execute the page notebooks whose inputs have changed since they were last executed; gives the pages made.

    A page's inputs are its notebook, the code, and the answers that the store gave to what the page asked. A notebook
    that fails does not stop the others: PageFailed tells of all at the end, and what was executed of them for an
    earlier edition is removed, as are pages of what the store no longer holds.
    """
    planned = plan(store)
    _remove_others(planned, book)
    asked = read_asked(book)
    known = answers(store, (one for page in planned for one in asked.get(page.output, ())))
    shared = shared_inputs()
    outdated = [
        page
        for page in planned
        if page.output not in asked
        or kept_key(book / f"{page.output}.ipynb")
        != inputs_key(page, shared, {one: known[one] for one in asked[page.output]})
    ]
    failures = _make(outdated, store, shared, asked, book) if outdated else []
    if failures:
        raise PageFailed("\n".join(failures))
    return outdated


def _make(outdated: list[Page], store: Path | str, shared: str, asked: Asked, book: Path) -> list[str]:
    """Execute pages one after the other, noting what each asked; gives what is to be told of those that failed."""
    failures = []
    with warm_kernel() as kernel:
        for page in tqdm(outdated, desc="pages", unit="page", disable=None):
            output = book / f"{page.output}.ipynb"
            output.unlink(missing_ok=True)
            kernel.asked()  # by a page that failed, if any
            try:
                executed = execute(page, kernel)
            except PageFailed as error:
                failures.append(str(error))
                continue
            questions = kernel.asked()
            asked[page.output] = questions
            keep(executed, output, inputs_key(page, shared, answers(store, questions)))
    write_asked(asked, book)
    return failures


def run(notebook: str, parameters: Mapping[str, str], output: Path) -> None:
    """Execute one notebook with parameters of the caller's own; raises Unknown for a name that there is not."""
    with warm_kernel() as kernel:
        keep(execute(Page(notebook, parameters, output.stem), kernel), output)


def plan(store: Path | str) -> list[Page]:
    """Every page that this store gives: of each report, place, year, domain and rate, the findings."""
    at = {"store": _shown(store)}
    reports = read.reports(store)
    years = reports["year"].drop_nulls().unique().sort().cast(pl.String)
    domains = read.domains(store).filter(pl.col("observations") > 0)["domain"]
    rates = read.rates(store)["indicator"].unique(maintain_order=True)
    return [
        *(Page("report", {"report_id": one, **at}, f"report/{one}") for one in reports["report_id"]),
        *(Page("place", {"place_id": one, **at}, f"place/{one}") for one in read.places(store)["place_id"]),
        *(Page("year", {"year": one, **at}, f"year/{one}") for one in years),
        *(Page("domain", {"domain": one, **at}, f"domain/{one}") for one in domains),
        *(Page("rate", {"indicator": one, **at}, f"rate/{one}") for one in rates),
        Page("findings", at, "findings"),
        Page("duties", at, "duties"),
        Page("changes", at, "edition/changes"),
    ]


def execute(page: Page, kernel: Kernel) -> NotebookNode:
    """Execute a page's notebook from a clean state; raises PageFailed, Unknown for an unknown parameter."""
    path = notebook_path(page.notebook)
    _refuse_unknown(page, path)
    try:
        executed: NotebookNode = papermill.execute_notebook(
            path, None, dict(page.parameters), engine_name=ENGINE, progress_bar=False, kernel=kernel
        )
    except PapermillExecutionError as error:
        raise PageFailed(f"{_called(page)}: {error.ename}: {error.evalue}") from error
    except DeadKernelError as error:
        kernel.restart()
        raise PageFailed(f"{_called(page)}: {error}") from error
    return executed


def _called(page: Page) -> str:
    return f"{page.notebook}({', '.join(f'{name}={value!r}' for name, value in page.parameters.items())})"


def notebook_path(name: str) -> Path:
    """The notebook of a name; raises Unknown listing what there is."""
    path = NOTEBOOKS / f"{name}.ipynb"
    if not path.is_file():
        there_are = ", ".join(sorted(other.stem for other in NOTEBOOKS.glob("*.ipynb")))
        raise Unknown(f"no notebook {name!r}; there are: {there_are}")
    return path


def _refuse_unknown(page: Page, path: Path) -> None:
    """Papermill only warns of a parameter that the notebook does not have; a page would silently be another."""
    known = papermill.inspect_notebook(path)
    unknown = [name for name in page.parameters if name not in known]
    if unknown:
        raise Unknown(
            f"{page.notebook}.ipynb has no parameter {', '.join(unknown)}; it has: {', '.join(known)}"
        )


def keep(notebook: NotebookNode, output: Path, key: str = "") -> None:
    """Write an executed notebook as a page, without what changes from run to run; `key` says what it was made from.

    Warnings that the cells gave go to standard error, not onto the page.
    """
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell.metadata.tags = ["injected-parameters", "remove-cell"]
        if cell.cell_type == "code":
            cell.execution_count = None
            cell.outputs = [_without_count(one) for one in cell.outputs if not _told_on_stderr(one)]
    notebook.metadata.pop("papermill", None)
    notebook.metadata["inputs"] = key
    with replacing(output) as aside:
        aside.write_text(nbformat.writes(notebook) + "\n", "utf-8")  # type: ignore[no-untyped-call]


def _without_count(output: NotebookNode) -> NotebookNode:
    if "execution_count" in output:
        output.execution_count = None
    return output


def _told_on_stderr(output: NotebookNode) -> bool:
    if output.get("name") != "stderr":
        return False
    tqdm.write(output.text, file=sys.stderr, end="")
    return True


def shared_inputs() -> str:
    """Hash of what all pages are made from: the code and the libraries that draw."""
    digest = hashlib.sha256()
    for path in sorted(one for one in Path(__file__).parent.rglob("*") if one.suffix in CODE):
        digest.update(path.read_bytes())
    digest.update(" ".join(f"{name} {version(name)}" for name in LIBRARIES).encode())
    return digest.hexdigest()


def inputs_key(page: Page, shared: str, answered: Mapping[Question, str | None]) -> str:
    """Hash of everything that a page is made from: notebook, parameters, what all pages share, the store's answers."""
    notebook = hashlib.sha256(notebook_path(page.notebook).read_bytes()).hexdigest()
    given = sorted((one.query, one.ids, answer or "") for one, answer in answered.items())
    return hashlib.sha256(json.dumps([notebook, dict(page.parameters), shared, given]).encode()).hexdigest()


def read_asked(book: Path) -> Asked:
    """What each executed page of a book asked of the store; of none where that was not kept."""
    kept = book / ASKED
    if not kept.exists():
        return {}
    queries, of_pages = msgspec.json.decode(kept.read_bytes(), type=Kept)
    return {
        output: [Question(queries[number], ids) for number, ids in questions]
        for output, questions in of_pages.items()
    }


def write_asked(asked: Asked, book: Path) -> None:
    """Keep what the pages asked, each query once."""
    queries = {one.query: None for questions in asked.values() for one in questions}
    numbers = {query: number for number, query in enumerate(queries)}
    of_pages = {
        output: [(numbers[one.query], one.ids) for one in questions]
        for output, questions in sorted(asked.items())
        if (book / f"{output}.ipynb").exists()
    }
    with replacing(book / ASKED) as aside:
        aside.write_bytes(msgspec.json.encode((list(queries), of_pages)))


def kept_key(output: Path) -> str | None:
    """What an executed page was made from, or None where there is no such page."""
    if not output.exists():
        return None
    key: str | None = json.loads(output.read_bytes())["metadata"].get("inputs")
    return key


def _remove_others(planned: list[Page], book: Path) -> None:
    """Remove executed pages that are not planned: of a report that is gone, say."""
    outputs = {book / f"{page.output}.ipynb" for page in planned}
    for folder in FOLDERS:
        for path in (book / folder).glob("*.ipynb"):
            if path not in outputs:
                path.unlink()


def _shown(path: Path | str) -> str:
    """A path as seen from here, so that a page does not tell on which machine it was made."""
    return os.path.relpath(path)


class Kernel(NamedTuple):
    """A running kernel and the client that talks to it."""

    manager: AsyncKernelManager
    client: Any

    def restart(self) -> None:
        """Begin again after the kernel has died."""
        run_sync(self.manager.restart_kernel)(now=True)
        run_sync(self.client.wait_for_ready)()

    def asked(self) -> list[Question]:
        """What the kernel asked of stores since this was last called."""
        hand_over = "__import__('pipeline.store.questions', fromlist=['hand_over']).hand_over()"
        sent = self.client.execute("", silent=True, user_expressions={"asked": hand_over})
        reply: dict[str, Any] = {"parent_header": {}}
        while reply["parent_header"].get("msg_id") != sent:
            reply = run_sync(self.client.get_shell_msg)(timeout=60)
        told = reply["content"]["user_expressions"]["asked"]["data"]["text/plain"]
        return msgspec.json.decode(literal_eval(told), type=list[Question])


@contextmanager
def warm_kernel() -> Iterator[Kernel]:
    """One kernel for many notebooks: starting one for each takes five times as long as resetting it between them.

    It is always this interpreter, whatever kernels the user has installed.
    """
    manager = AsyncKernelManager(kernel_spec_manager=KernelSpecManager(kernel_dirs=[]))
    run_sync(manager.start_kernel)(
        env={**os.environ, "PYTHONHASHSEED": "0"}, extra_arguments=["--log-level=ERROR"]
    )
    client = manager.client()
    client.start_channels()
    try:
        run_sync(client.wait_for_ready)()
        yield Kernel(manager, client)
    finally:
        client.stop_channels()
        run_sync(manager.shutdown_kernel)(now=True)


class WarmEngine(Engine):  # type: ignore[misc]
    """A papermill engine that runs a notebook in a kernel already started, its names forgotten first."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, kernel: Kernel, **_: Any) -> None:
        """Run the cells of `nb_man.nb`; papermill collects outputs and errors as with its own engine."""
        client = PapermillNotebookClient(nb_man, km=kernel.manager)
        client.kc = kernel.client
        client.reset_execution_trackers()
        client.wait_for_reply(client.kc.execute("%reset -f", silent=True))
        client.papermill_execute_cells()


ENGINE = "warm"
papermill_engines.register(ENGINE, WarmEngine)
