"""How fast a report is read whole, beside jieba.cut over the same text; start-up and memory.

Run by hand: `python -m benchmarks.reading [--rounds N]`. On the one side bytes to outline, quantities, observations,
findings, rates, duties and faults, on the other jieba.cut alone, in turns in the same run; the medians of processor
time are printed. A report that is read again finds its phrases remembered; so the marked reports of the tests, each
read once and never before, are measured too. Then what each room takes, the time from nothing to a loaded catalogue, and the
most memory that reading a folder takes, by the number of its reports.
"""

from __future__ import annotations

import argparse
import logging
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import jieba

from pipeline import checks, compliance, faults, observations, outline, quantities, rates, sources
from pipeline.catalogue import Catalogue, load
from pipeline.reading import read_report, read_text
from tests.marked import marked_reports

ROOT = Path(__file__).parents[1]
REPORTS = ROOT / "data" / "reports"
_START = "from pipeline.reading import load; load()"
_MEMORY = """
import resource, sys
from pathlib import Path
from pipeline.reading import read_folder
folder = Path(sys.argv[1])
for reading in read_folder(folder / "reports", folder / "kept").readings:
    pass
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def seconds(work: Callable[[], object]) -> float:
    """Processor time of one run."""
    started = time.process_time()
    work()
    return time.process_time() - started


def measure(path: Path, catalogue: Catalogue, rounds: int) -> tuple[int, float, float, float]:
    """Characters of a report, what one of them costs us and jieba in nanoseconds, and the ratio of the two."""
    text = sources.read_source(path).text
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(seconds(lambda: read_report(path, catalogue)))
        theirs.append(seconds(lambda: list(jieba.cut(text))))
    ratio = statistics.median(their / our for our, their in zip(ours, theirs, strict=True))
    mine, other = (statistics.median(times) / len(text) * 1e9 for times in (ours, theirs))
    return len(text), mine, other, ratio


def first_reading(catalogue: Catalogue) -> tuple[int, float, float]:
    """Characters of the marked reports, what one of them costs us and jieba in nanoseconds where each is read once."""
    marked = [report.text for kind in ("reports", "further", "aside") for report in marked_reports(kind)]
    pattern = sources.read_source(min(REPORTS.glob("*.txt")))
    texts = [pattern._replace(text=text) for text in marked]
    ours = seconds(lambda: [read_text(text, "", catalogue) for text in texts])
    theirs = seconds(lambda: [list(jieba.cut(text)) for text in marked])
    characters = sum(map(len, marked))
    return characters, ours / characters * 1e9, theirs / characters * 1e9


def rooms(path: Path, catalogue: Catalogue) -> Counter[str]:
    """The nanoseconds that each room takes for one report."""
    taken: Counter[str] = Counter()
    clock = time.process_time_ns()

    def lap(room: str) -> None:
        nonlocal clock
        taken[room] += time.process_time_ns() - clock
        clock = time.process_time_ns()

    text = sources.read_source(path).text
    lap("sources")
    shape = outline.read_outline(text)
    lap("outline")
    found = quantities.find_quantities(text, shape.body, shape.plans)
    lap("quantities")
    bound, unbound = observations.bind(text, shape, found, catalogue)
    lap("observations")
    findings = checks.check(text, shape, found, bound, catalogue)
    lap("checks")
    rates.derive(bound, findings, [found[one.quantity] for one in unbound], catalogue)
    lap("rates")
    compliance.judge(text, shape, catalogue)
    lap("compliance")
    faults.find_faults(text, shape, found)
    lap("faults")
    return taken


def start_up() -> float:
    """Seconds by the clock from nothing to a loaded catalogue, in a process of its own."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", _START], check=True, cwd=ROOT)
    return time.perf_counter() - started


def peak_memory(count: int) -> int:
    """The most memory, in MB, of a process that reads a folder of so many synthetic reports."""
    with tempfile.TemporaryDirectory() as folder:
        made = [sys.executable, "-m", "tests.synthetic", str(count), folder]
        subprocess.run(made, check=True, cwd=ROOT, capture_output=True)
        command = [sys.executable, "-c", _MEMORY, folder]
        return int(subprocess.run(command, check=True, cwd=ROOT, capture_output=True, text=True).stdout)


def main() -> None:
    """Print speed report by report, then the rooms, start-up and memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    catalogue, files = load(), sorted(REPORTS.glob("*.txt"))
    print(f"{'report':<24} {'characters':>10} {'ours ns/char':>12} {'jieba ns/char':>13} {'ratio':>6}")
    for path in files:
        size, mine, other, ratio = measure(path, catalogue, rounds)
        print(f"{path.stem:<24} {size:>10,} {mine:>12.0f} {other:>13.0f} {ratio:>6.2f}", flush=True)
    size, mine, other = first_reading(catalogue)
    print(f"{'others, for the first time':<24} {size:>10,} {mine:>12.0f} {other:>13.0f} {other / mine:>6.2f}")
    runs = [sum((rooms(path, catalogue) for path in files), Counter()) for _ in range(rounds)]
    characters = sum(len(sources.read_source(path).text) for path in files)
    print("\nns/char by room, over all reports:")
    for room in runs[0]:
        print(f"  {room:<14}{statistics.median(run[room] for run in runs) / characters:>5.0f}")
    print(f"\nstart-up to a loaded catalogue: {statistics.median(start_up() for _ in range(5)):.2f} s")
    for count in (50, 400):
        print(f"peak memory, {count} reports: {peak_memory(count)} MB", flush=True)


if __name__ == "__main__":
    main()
