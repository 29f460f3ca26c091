"""What sets the words of a report apart: its key terms, and how much of it other reports say in the same words.

Both are judged against a background, the committed tables of `data/background/`: in how many reports each word and each
run of eight Chinese characters stands. A report that is in the background is left out of it when it is judged, so that
none is measured against itself. jieba segments with a tokenizer of this room's own, fed with the catalogue's words; it
is given Chinese characters only, never a number.
"""

from __future__ import annotations

import math
import re
import warnings
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from pipeline.catalogue import FOLDER as CATALOGUE_FOLDER
from pipeline.catalogue import Catalogue
from pipeline.records import Profile, Reading, Refusal

FOLDER = CATALOGUE_FOLDER.parent / "background"
HOW_MANY = 8
# A word that jieba made up itself, standing in no dictionary, must be told this often to be believed.
OFTEN, SELDOM = 3, 2
# How much a word of the genre's own furniture (common.txt) counts beside another.
COMMON_WEIGHT = 0.1
# A word of jieba's dictionary with this share of all words, or a smaller one, has full weight.
RARE = 1e-6
# Of the runs of so many characters one in SAMPLE is kept, chosen by its hash, so that the same run always is.
RUN, SAMPLE = 8, 4

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_NUMERAL = re.compile(r"[一二三四五六七八九十百千万亿两零几数]|第")
# jieba's tags of words that name something: nouns, names of places and bodies, verbs used as nouns, set phrases.
_NAMING = re.compile(r"n(?!r)|vn|an|j|l|i")


class Background(NamedTuple):
    """The reports that a background rests on, and in how many of them each word and each sampled run stands."""

    reports: frozenset[str]
    words: Mapping[str, int]
    runs: Mapping[str, int]


class Segmenter(NamedTuple):
    """A tokenizer, the tags of its dictionary's words, and the words of the catalogue."""

    tokenizer: Any
    tags: Mapping[str, str]
    catalogue: frozenset[str]


def profile(
    reading: Reading, catalogue: Catalogue, background: Background, common: frozenset[str]
) -> Profile:
    """The key terms and the boilerplate share of a report, judged against the other reports of a background."""
    text = legible(reading)
    own = reading.report_id in background.reports
    others = len(background.reports) - own
    jieba = segmenter(catalogue_words(catalogue))
    names = _names(reading)
    weights = {
        word: (1 + math.log(count)) * _rarity(word, background, own) * _weight(word, jieba, common)
        for word, count in words(text, jieba).items()
        if count >= (OFTEN if word not in jieba.tags and word not in jieba.catalogue else SELDOM)
        and word not in names
    }
    key_terms = sorted(weights, key=lambda word: (-weights[word], word))[:HOW_MANY]
    return Profile(tuple(key_terms), _share(runs(text), background, own) if others else None, others)


def _weight(word: str, jieba: Segmenter, common: frozenset[str]) -> float:
    """How much a word tells, whoever uses it: most where it is rare in the language, little where it is common here."""
    if word in common:
        return COMMON_WEIGHT
    if word in jieba.catalogue or word not in jieba.tags:
        return 1
    share = jieba.tokenizer.FREQ[word] / jieba.tokenizer.total
    return min(1, math.log(share) / math.log(RARE))


def _rarity(word: str, background: Background, own: bool) -> float:
    """The logarithm of how many of the other reports there are for each that has the word."""
    having = max(background.words.get(word, 0) - own, 0)
    return math.log((len(background.reports) - own + 1) / (having + 0.5))


def _names(reading: Reading) -> str:
    """What the report is called: a word of it is no key term."""
    report = reading.report
    return "|".join([*(report.region.path if report.region else ()), report.issuer or "", report.title or ""])


def _share(told: Counter[str], background: Background, own: bool) -> Decimal | None:
    """Of a report's runs, how many per cent another report has; None where it has too little text for any."""
    known = sum(count for run, count in told.items() if background.runs.get(run, 0) - own > 0)
    return (Decimal(100 * known) / told.total()).quantize(Decimal(1)) if told else None


def words(text: str, jieba: Segmenter) -> Counter[str]:
    """The words of a text that name something, and how often each stands there."""
    found = Counter(word for run in _HAN.findall(text) for word in jieba.tokenizer.cut(run) if len(word) > 1)
    return Counter({word: count for word, count in found.items() if _naming(word, jieba)})


def _naming(word: str, jieba: Segmenter) -> bool:
    if word in jieba.catalogue:
        return True
    return not _NUMERAL.match(word) and bool(_NAMING.match(jieba.tags.get(word, "n")))


def runs(text: str) -> Counter[str]:
    """The sampled runs of eight Chinese characters of a text, hashed; signs, digits and line ends do not part them."""
    han = "".join(_HAN.findall(text))
    hashes = (crc32(han[start : start + RUN].encode()) for start in range(len(han) - RUN + 1))
    return Counter(f"{one:08x}" for one in hashes if one % SAMPLE == 0)


def legible(reading: Reading) -> str:
    """The text without what is broken or planted in it: such words are nobody's."""
    text, at = [], 0
    for fault in sorted(reading.faults, key=lambda fault: fault.start):
        text.append(reading.source.text[at : max(fault.start, at)])
        at = max(at, fault.end)
    return "\n".join([*text, reading.source.text[at:]])


def catalogue_words(catalogue: Catalogue) -> frozenset[str]:
    """The words by which the catalogue names domains, indicators and subjects, where they are Chinese throughout."""
    named = {
        *(one.zh for one in catalogue.domains.values()),
        *(one.zh for one in catalogue.indicators.values()),
        *(word for subject in catalogue.words.subjects.values() for word in subject),
    }
    return frozenset(word for word in named if len(word) > 1 and _HAN.fullmatch(word))


@cache
def segmenter(more: frozenset[str]) -> Segmenter:
    """A tokenizer that knows jieba's dictionary and some words more; jieba's own, which all share, stays as it is.

    The dictionary is read here and not by jieba, which would leave a cache in the machine's folder for temporary files
    and believe whatever it found there, and tell of both on standard error.
    """
    with warnings.catch_warnings(action="ignore"):
        import jieba
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    with tokenizer.get_dict_file() as dictionary:
        lines = (line.decode().split() for line in dictionary)
        tags = {word: tag for word, _, tag in lines}
    for word in sorted(more):
        tokenizer.add_word(word)
    return Segmenter(tokenizer, tags, more)


def make_background(readings: Iterable[Reading], catalogue: Catalogue) -> Background:
    """The background that some reports make."""
    reports: set[str] = set()
    of_words: Counter[str] = Counter()
    of_runs: Counter[str] = Counter()
    jieba = segmenter(catalogue_words(catalogue))
    for one in readings:
        reports.add(one.report_id)
        text = legible(one)
        of_words.update(words(text, jieba).keys())
        of_runs.update(runs(text).keys())
    return Background(frozenset(reports), of_words, of_runs)


def write_background(background: Background, folder: Path = FOLDER) -> None:
    """Write a background as three sorted tables of text."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = {
        "reports.txt": sorted(background.reports),
        "words.tsv": [f"{word}\t{count}" for word, count in sorted(background.words.items())],
        "runs.tsv": [f"{run}\t{count}" for run, count in sorted(background.runs.items())],
    }
    for name, of_file in lines.items():
        (folder / name).write_text("".join(f"{line}\n" for line in of_file), "utf-8")


def read_background(folder: Path = FOLDER) -> Background:
    """The background that is committed; raises Refusal saying what makes one where there is none."""
    if not (folder / "reports.txt").is_file():
        raise Refusal(f"no background in {folder}: `python -m pipeline background` makes it")
    return Background(
        frozenset((folder / "reports.txt").read_text("utf-8").split()),
        _counts(folder / "words.tsv"),
        _counts(folder / "runs.tsv"),
    )


def _counts(path: Path) -> dict[str, int]:
    pairs = (line.split("\t") for line in path.read_text("utf-8").splitlines())
    return {key: int(count) for key, count in pairs}


def read_common(folder: Path = FOLDER) -> frozenset[str]:
    """The words that stand in every report of the genre and tell little of any; `#` begins a remark."""
    lines = (folder / "common.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines for word in line.partition("#")[0].split())
