"""The command line: `python -m pipeline`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

import click
import msgspec

from pipeline import outline, quantities, reading, sources
from pipeline.catalogue import load
from pipeline.records import Reading, Refusal, Unreadable

REPORTS = Path("data/reports")
EDITION = Path("data/edition")
STORE = Path("build/fazhi.duckdb")
READINGS = Path("build/readings")

file_argument = click.argument("file", type=click.Path(path_type=Path))
store_option = click.option(
    "--store", type=click.Path(path_type=Path), default=STORE, show_default=True, help="The DuckDB file."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Reads 法治政府建设年度报告 into records, a DuckDB store and the pages of a book."""


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
def extract(files: Sequence[Path]) -> None:
    """Read reports and print one JSON object a line for each; touches no database.

    A file that cannot be read gives a line with an error, the others are still read, and the exit status is 1.
    """
    failed = False
    for path in files:
        try:
            line = reading.to_json(reading.read_report(path))
        except Unreadable as error:
            failed = True
            line = {"source": {"file": str(path)}, "error": {"code": error.code, "message": str(error)}}
            click.echo(f"{path}: {error}", err=True)
        click.echo(msgspec.json.encode(line))
    sys.exit(failed)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), default=REPORTS)
@store_option
def build(folder: Path, store: Path) -> None:
    """Have papermill read all reports of FOLDER (data/reports) into the store and compute the indicators."""
    from pipeline import pages

    # Read here, where a terminal can show how far it is; the notebook finds the readings kept.
    reading.profiles(reading.read_folder(folder, READINGS))
    pages.build(folder, store)


@main.command()
@store_option
def pages(store: Path) -> None:
    """Have papermill execute the page notebooks that need it, below book/."""
    from pipeline import pages

    pages.pages(store)


@main.command()
@click.argument("notebook")
@click.argument("output", type=click.Path(path_type=Path))
@click.option(
    "-p",
    "parameters",
    nargs=2,
    multiple=True,
    metavar="NAME VALUE",
    help="A parameter of the notebook; may be repeated.",
)
def run(notebook: str, output: Path, parameters: Sequence[tuple[str, str]]) -> None:
    """Have papermill execute one NOTEBOOK of notebooks/ with parameters of your own and write it to OUTPUT."""
    from pipeline import pages

    pages.run(notebook, dict(parameters), output)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@store_option
def export(folder: Path, store: Path) -> None:
    """Write the public tables of the store into FOLDER, as CSV and Parquet."""
    from pipeline import store as tables

    tables.export(store, folder)


@main.command()
@file_argument
def check(file: Path) -> None:
    """Tell a contributor in plain Chinese what a report holds and what looks wrong."""
    click.echo("\n".join(describe(reading.read_report(file))))


@main.command()
@click.argument("name")
@click.argument("folder", type=click.Path(path_type=Path), default=EDITION)
@store_option
def edition(name: str, folder: Path, store: Path) -> None:
    """Freeze what the store publishes as the edition NAME, in FOLDER (data/edition); the next is compared with it."""
    from pipeline import store as tables

    for file in tables.freeze(store, folder, name):
        click.echo(file)


@main.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--check", is_flag=True, help="Write nothing; exit with status 1 where a file is not up to date."
)
def review(files: Sequence[Path], check: bool) -> None:
    """Bring data/observations/ up to date for the reports FILES, or all of data/reports, and tell what changed.

    The diff of those files is what a reviewer reads.
    """
    from pipeline import review as reviewed

    outdated = 0
    for folder, one in _corrected(files) if files else _all_corrected():
        table = reviewed.table(one, load())
        outdated += reviewed.update(reviewed.file_of(folder, one.report_id), table, click.echo, not check)
    if not files:
        reports = {path.stem for path in reading.report_files(REPORTS)}
        outdated += reviewed.remove_others(REPORTS, reports, click.echo, not check)
    if check and outdated:
        sys.exit(1)


def _corrected(files: Iterable[Path]) -> Iterator[tuple[Path, Reading]]:
    """Each report as it is published, with its folder."""
    for path in files:
        rows = reading.corrections_of(path.parent).get(path.stem, ())
        yield path.parent, reading.correct(reading.read_report(path), rows, load())


def _all_corrected() -> Iterator[tuple[Path, Reading]]:
    """The same of all published reports; those that cannot be read are told of and left out."""
    folder = reading.read_folder(REPORTS, READINGS)
    for file, _, message in folder.refusals:
        click.echo(f"{file}: {message}", err=True)
    return ((REPORTS, one) for one in folder.readings)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), default=REPORTS)
def background(folder: Path) -> None:
    """Write data/background/ anew from the reports of FOLDER (data/reports): what key terms are measured against."""
    from pipeline import terms

    made = terms.make_background(reading.read_folder(folder, READINGS).readings, load())
    terms.write_background(made)
    click.echo(
        f"{len(made.reports)} reports, {len(made.words)} words, {len(made.runs)} runs in {terms.FOLDER}"
    )


@main.command()
@file_argument
@click.option(
    "--at", "offset", type=int, required=True, help="An offset in the text, inside the figure asked about."
)
def explain(file: Path, offset: int) -> None:
    """Show for one figure the candidates, the evidence and the decision."""
    from pipeline.observations import explain as explained

    text = sources.read_source(file).text
    shape = outline.read_outline(text)
    figures = quantities.find_quantities(text, shape.body, shape.plans)
    found = explained(text, shape, figures, load(), offset)
    click.echo(msgspec.json.format(msgspec.json.encode(found), indent=2))


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), default=REPORTS)
def unbound(folder: Path) -> None:
    """List the nouns of the figures that no indicator claims, most frequent first: the work list for new wordings."""
    nouns: Counter[str] = Counter()
    for path in reading.report_files(folder):
        nouns.update(one.noun for one in reading.read_report(path).unbound)
    for noun, count in nouns.most_common():
        click.echo(f"{count}\t{noun}")


VERDICTS = {
    "contradiction": "矛盾",
    "truncation": "截断而非四舍五入",
    "rounding": "四舍五入后相符",
    "consistent": "相符",
    "incomplete": "缺数,无法核对",
    "not_comparable": "口径不同,不可比",
}
ACTIONS = {"flag": "只标出", "repair": "有把握复原", "strip": "不作正文"}


def describe(one: Reading) -> list[str]:
    """What a report holds and what looks wrong, in lines of plain Chinese."""
    report = one.report
    place = " ".join(report.region.path) if report.region else f"认不出({report.region_note or '原因不明'})"
    bound = {observation.quantity for observation in one.observations}
    lines = [
        f"《{report.title or '没有标题'}》",
        f"  发布者:{report.issuer or '未写明'}  地方:{place}  年度:{report.year or '未写明'}  发布日期:{report.published_on or '未写明'}",
        f"  读到数字{len(one.quantities)}个,其中{len(bound - {None})}个对应到指标,{len(one.unbound)}个没有对应的指标",
        f"核对算术关系{len(one.findings)}处:",
    ]
    ordered = sorted(one.findings, key=lambda finding: list(VERDICTS).index(finding.verdict))
    for verdict, group in groupby(ordered, key=lambda finding: finding.verdict):
        findings = list(group)
        lines.append(f"  {VERDICTS[verdict]}:{len(findings)}处")
        if verdict in ("contradiction", "truncation"):
            lines += [
                f"    原文“{finding.stated}”,复算“{finding.recomputed}”。{finding.note or ''}"
                for finding in findings
            ]
    lines.append(f"原文本身的毛病{len(one.faults)}处:")
    lines += [
        f"  第{fault.start}字“{fault.text[:30]}” {ACTIONS[fault.action]}。{fault.note or ''}"
        for fault in one.faults
    ]
    return lines


if __name__ == "__main__":
    try:
        main(standalone_mode=False)
    except Refusal as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)
