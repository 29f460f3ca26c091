"""`python -m tests.synthetic COUNT FOLDER`: write so many reports and their truth, in the layout of gold files."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from . import Synthetic, make_report

Row = dict[str, Any]


def meta(truth: Row) -> Row:
    """One line of meta.jsonl."""
    report = truth["report"]
    plain = {k: v for k, v in report.items() if k != "region"}
    region = {"region_path": report["region"]["path"], "region_code": report["region"]["code"]}
    return plain | region | {"sections": [s["heading"] for s in truth["sections"] if s["depth"] == 1]}


def write(reports: Iterable[Synthetic], folder: Path) -> int:
    """Write texts into FOLDER/reports and truth into FOLDER/gold; how many."""
    (folder / "reports").mkdir(parents=True, exist_ok=True)
    (folder / "gold").mkdir(exist_ok=True)
    kinds = ("quantities", "observations", "meta", "rates", "checks", "faults")
    lines: dict[str, list[str]] = {kind: [] for kind in kinds}
    for report in reports:
        file = f"{report.name}.txt"
        (folder / "reports" / file).write_bytes(report.text.encode())
        for kind in kinds:
            rows = [meta(report.truth)] if kind == "meta" else report.truth[kind]
            lines[kind] += [json.dumps({"report": file} | row, ensure_ascii=False) for row in rows]
    for kind in kinds:
        (folder / "gold" / f"{kind}.jsonl").write_text("\n".join(lines[kind]) + "\n", "utf-8")
    return len(lines["meta"])


def main(arguments: list[str]) -> int:
    """The command; exit status."""
    if len(arguments) != 2 or not arguments[0].isdigit():
        print("usage: python -m tests.synthetic COUNT FOLDER", file=sys.stderr)
        return 2
    written = write((make_report(seed) for seed in range(int(arguments[0]))), Path(arguments[1]))
    print(f"{written} reports in {arguments[1]}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
