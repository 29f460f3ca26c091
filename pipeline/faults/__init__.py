"""Where the source itself is broken, told by general rules, one for each kind of fault; nothing is ever changed.

A fault keeps the original text and its place. `action` says what a reader of the text should do: `strip` what is no
part of the report, `repair` where only one original is possible (`repaired` holds it), `flag` everything else.
A rule is a function from (text, outline, quantities) to faults; rules do not know one another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from pipeline.records import Fault, Outline, Quantity

from . import agreement, figures, page, signs

__all__ = ["KINDS", "NAMES", "find_faults"]

Rule = Callable[[str, Outline, Sequence[Quantity]], Iterator[Fault]]

# What each kind is called on the site.
KINDS = {
    "page_chrome": "混入的网页元素",
    "run_on_metadata": "元数据连写",
    "misaligned_table": "元数据表错位",
    "duplicate_title": "标题重复",
    "duplicate_paragraph": "段落重复",
    "hijacked_name": "机构名被篡改",
    "spliced_date": "日期缺字连写",
    "impossible_date": "日期不存在",
    "spliced_number": "数字连写",
    "garbled_unit": "量词疑误",
    "lost_unit": "数字缺单位",
    "placeholder": "数字未填写",
    "unbalanced_bracket": "括号引号不配对",
    "nested_title_marks": "书名号嵌套",
    "doubled_sign": "标点重复",
    "missing_punctuation": "小标题与正文粘连",
    "stray_space": "多余空格",
    "mojibake": "乱码",
    "escaped_sign": "网页转义符",
    "conflicting_years": "年度不一致",
    "conflicting_dates": "日期不一致",
    "dates_out_of_order": "日期先后颠倒",
    "copied_text": "疑似照抄他级文本",
}

# With the one that no rule here finds, but whoever sets a reading against the record of its source.
NAMES = KINDS | {"provenance_differs": "与来源记录不符"}

_RULES: tuple[Rule, ...] = (*page.RULES, *figures.RULES, *signs.RULES, *agreement.RULES)


def find_faults(text: str, outline: Outline, quantities: Sequence[Quantity]) -> tuple[Fault, ...]:
    """The faults of a report in the order of its text; `KINDS` lists what is looked for."""
    found = chain.from_iterable(rule(text, outline, quantities) for rule in _RULES)
    return tuple(sorted(found, key=lambda fault: (fault.start, fault.end, fault.kind)))
