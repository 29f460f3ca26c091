"""A gambling term that stands in a hijacked page where 人民政府 stood.

It is undone only where it is certain: the same term follows the name of a place in the title and again in the
signature or the source, where nothing but the name of a body can stand. Elsewhere it is left as it is, and no issuer
is made of it. The title keeps its words as in the source; the faults hold the restored form.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from .divisions import find_places
from .lines import is_organ

# Names that such pages are known to carry; the rule below does not need them.
GAMBLING = re.compile(
    r"凯发(?:一触即发|k8|娱乐)?|一触即发|博彩|威尼斯人|葡京|老虎机|真人(?:荷官|娱乐)|太阳城(?:集团|娱乐)|百家乐|彩票平台|娱乐城|赌场|bet365|开云体育|九游会|AG真人|金沙娱乐"
)
_SUBJECT_END = re.compile(r"关于|20\d\d|法治|依法行政")
_TOWNSHIP = re.compile(r"^[\u4e00-\u9fff]{1,8}?[镇乡](?=.)")
OFFICE = "人民政府"


class Hijack(NamedTuple):
    """The term that stands for 人民政府 in a page, or an empty one."""

    term: str

    def restore(self, text: str) -> str:
        """The text with 人民政府 where the term follows the name of a place."""
        return re.sub(rf"(?<=[省市县区州旗镇乡]){re.escape(self.term)}", OFFICE, text) if self.term else text


def unhijacked(subject: str) -> str:
    """What stands before a gambling term: the place whose office it displaced can be told, the office itself not."""
    return GAMBLING.split(subject, maxsplit=1)[0]


def find_hijack(title: str, signature: str, source: str) -> Hijack:
    """The foreign term in the place of 人民政府, if title and signature or source agree on it."""
    end = _SUBJECT_END.search(title)
    subject = title[: end.start()] if end else title
    places = find_places(subject)
    term = _TOWNSHIP.sub("", subject[places[-1].end :], count=1) if places else ""
    if len(term) < 2 or is_organ(subject) or not GAMBLING.search(term):
        return Hijack("")
    named = any(re.search(rf"[省市县区州旗镇乡]{re.escape(term)}", text) for text in (signature, source))
    return Hijack(term if named else "")
