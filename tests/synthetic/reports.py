"""A whole report, composed from a plan, with everything that is true of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

from . import blocks, figures, places
from .blocks import Block, Domain, Tale
from .drafts import Draft, Row
from .layouts import LAYOUTS, Facts
from .plans import HIJACKER, PROSE, Plan, draw_plan, issuers, title_of
from .relations import Held, moved, rates
from .tables import write_table

CHINESE = "一二三四五六七八九十"


class Synthetic(NamedTuple):
    """A report and what is true of it.

    `truth` has the shape of what `extract` prints, with `voids` (digits that are no quantity), `checks` and
    `rates` as in the gold files. `held` are the relations behind the checks.
    """

    name: str
    text: str
    truth: dict[str, Any]
    held: tuple[Held, ...]


def make_report(seed: int, **choices: Any) -> Synthetic:
    """The report of a seed; `choices` are fields of Plan. Raises ValueError for one that is not.

    The same seed and choices give the same report.
    """
    plan = draw_plan(Random(seed))._replace(**choices)
    return Writer(plan, Random(seed * 7919 + 1)).report(f"synthetic_{seed:05d}")


class Writer:
    """Writes one report: the draft, what has been said already, and what is still to be planted."""

    def __init__(self, plan: Plan, random: Random) -> None:
        self.plan, self.random = plan, random
        self.place = next(p for p in places.places() if p.code == plan.place)
        self.words = places.words(self.place, plan.year, plan.office)
        self.names = issuers(plan, self.place)
        self.draft = Draft(plan.half_width, plan.line_end)
        self.said: set[str] = set()
        self.dates: list[Row] = []
        self.banned: set[str] = set()
        self.held: list[Held] = []
        self.contradictions = plan.contradictions
        self.lose_unit = "missing_unit" in plan.faults

    # -- who and when ------------------------------------------------------------------------------------

    def level(self) -> str:
        """The level of its speaker: 司法局 speaks of the whole place, another office of itself."""
        return "department" if self.plan.office not in (None, "司法局") else self.place.level

    # -- the whole ---------------------------------------------------------------------------------------

    def report(self, name: str) -> Synthetic:
        """Write it all; the sections' ends and the truth follow from what was marked."""
        plan, random, draft = self.plan, self.random, self.draft
        published = date(plan.year + 1, 1, 4) + timedelta(days=random.randint(0, 130))
        signed = published - timedelta(days=random.randint(0, 12))
        dated = published - timedelta(days=random.randint(0, 3))
        facts = Facts(title_of(plan, self.place, random), self.names[0], published, dated)
        if random.random() < 0.3:
            self.chrome("chrome_before", 1)
        told = LAYOUTS[plan.layout](draft, facts, random)
        self.hijacks(facts.title)
        self.opening()
        draft.sections = self.body()
        body_end = draft.length
        told_signed = self.signature(signed)
        if random.random() < 0.4:
            self.chrome("chrome_after", random.randint(1, 3))
        end_sections(draft.sections, body_end)
        report = {
            "title": facts.title,
            "issuer": self.names,
            "region": {"code": self.place.code, "path": list(self.place.path)},
            "level": "department" if plan.office else self.place.level,
            "doc_type": {
                "government": "annual_report",
                "summary": "work_summary",
                "department": "department_report",
                "congress": "npc_inspection_report",
            }[plan.kind],
            "year": plan.year,
            "published_on": published.isoformat() if told.published else None,
            "signed_on": signed.isoformat() if told_signed else None,
            "dated_on": dated.isoformat() if told.dated else None,
        }
        return finish(name, draft, report, self.held, self.dates)

    def hijacks(self, title: str) -> None:
        """Note each place in the title block where the gambling term stands."""
        text, at = self.draft.text, 0
        while "hijack" in self.plan.faults and (at := text.find(HIJACKER, at)) >= 0:
            self.draft.faults.append(
                {"start": at, "end": at + len(HIJACKER), "text": HIJACKER, "kind": "hijack"}
            )
            at += 1

    def opening(self) -> None:
        words = self.words
        if "conflicting_years" in self.plan.faults:
            words = words | {"年": f"{self.plan.year - 1}年", "年度": f"{self.plan.year - 1}年度"}
        if self.random.random() < 0.15:
            self.paragraph_start()
            self.draft.write(self.random.choice(["各位领导：", f"{self.words['委']}、{self.words['府']}："]))
            self.draft.line()
        self.paragraph_start()
        template = self.random.choice([o for o in PROSE["openings"] if "<年" in o])
        start = self.draft.length
        self.draft.say(template, words)
        if "conflicting_years" in self.plan.faults:
            row = next(
                v for v in self.draft.voids if v["start"] >= start and str(self.plan.year - 1) in v["text"]
            )
            self.draft.faults.append(row | {"kind": "conflicting_years"})
            span = {"start": row["start"], "end": row["end"]}
            self.dates.append(
                {
                    "kind": "date",
                    "text": row["text"],
                    "stated": row["text"],
                    "recomputed": str(self.plan.year),
                    "verdict": "contradiction",
                    "indicators": [],
                    "spans": [span],
                }
            )
        self.draft.line()

    def paragraph_start(self) -> None:
        self.draft.raw(self.plan.indent)

    def chrome(self, which: str, count: int) -> None:
        """Lines of the page around the report."""
        for template in self.random.sample(PROSE[which], count):
            for word, text in self.words.items():
                template = template.replace(f"<{word}>", text)
            self.draft.void(template.replace("[[", "").replace("]]", ""))
            self.draft.line()

    def signature(self, day: date) -> bool:
        """Who signs and when; whether it is signed."""
        style = self.plan.signature
        if style == "none":
            return False
        self.draft.line()
        indent = "　" * 18 if style == "right" else ""
        self.draft.raw(indent + self.names[0])
        self.draft.line()
        self.draft.raw(indent)
        if style == "chinese":
            year = "".join("〇一二三四五六七八九"[int(d)] for d in str(day.year))
            self.draft.raw(f"{year}年{figures.in_chinese(day.month)}月{figures.in_chinese(day.day)}日")
        elif "stray_space" in self.plan.faults:
            self.draft.fault("stray_space", f"{day.year}年{day.month}月{day.day} 日")
        else:
            self.draft.void(f"{day.year}年{day.month}月{day.day}日")
        self.draft.line()
        return True

    # -- the parts ---------------------------------------------------------------------------------------

    def body(self) -> list[Row]:
        """All numbered parts."""
        chosen = self.choose_domains()
        if self.plan.form == "themes":
            for domain in chosen:
                self.part(domain.headings)
                self.domain(domain, None)
        else:
            self.part(PROSE["headings"]["achievements"])
            for number, domain in enumerate(chosen):
                self.domain(domain, number)
        self.table()
        if self.plan.form == "four":
            self.part(PROSE["headings"]["responsible"])
            self.prose(self.random.choice(PROSE["responsible"]))
        self.part(PROSE["headings"]["problems"])
        bracketed = self.plan.numbering.startswith("bracket")
        self.prose(self.random.choice([p for p in PROSE["problems"] if bracketed or "（一）" not in p]))
        self.part(PROSE["headings"]["plans"])
        self.plans()
        return self.draft.sections

    def table(self) -> None:
        """A table of counts that the text does not tell."""
        told = {indicator.split(".")[0] for indicator in self.said | self.banned}
        rows = [r for r in PROSE["tables"] if r.get("is", "").split(".")[0] not in told]
        if self.plan.table == "none" or len(rows) < 3 or self.level() not in {"county", "prefecture"}:
            return
        chosen = self.random.sample(rows, 3)
        self.said |= {r["is"] for r in chosen if "is" in r}
        self.paragraph_start()
        self.draft.repeating = self.plan.kind == "congress"
        write_table(self.draft, chosen, self.plan.table, self.plan.year, self.place.level, self.random)
        self.draft.repeating = False

    def choose_domains(self) -> list[Domain]:
        """Domains that have something to say at this level, in a random order."""
        fit = [d for d in blocks.domains() if any(self.level() in b.levels for b in d.blocks)]
        return self.random.sample(fit, min(self.plan.domains, len(fit)))

    def phrase(self, choices: Sequence[str]) -> str:
        """One of the phrases, its words filled in."""
        text = self.random.choice(choices)
        for word, meaning in self.words.items():
            text = text.replace(f"<{word}>", meaning)
        return text

    def heading(self, depth: int, number: int, heading: str, inline: bool = False) -> None:
        """The n-th heading of its depth, on a line of its own or before the text that it heads."""
        self.paragraph_start()
        numeral = figures.in_chinese(number + 1)
        bracketed = self.plan.numbering.startswith("bracket")
        label = f"{numeral}、" if depth == 1 else f"（{numeral}）" if bracketed else f"{number + 1}."
        start = self.draft.length
        for part in (label, heading):
            self.draft.void(part) if any(c.isdigit() for c in part) else self.draft.write(part)
        text = self.draft.text[start:]
        label, heading = text[: len(label)], text[len(label) :]
        self.draft.sections.append({"label": label, "heading": heading, "depth": depth, "start": start})
        self.draft.write("。") if inline else self.draft.line()

    def part(self, headings: Sequence[str]) -> None:
        """A heading of the first depth, in the report's own words."""
        self.heading(1, sum(s["depth"] == 1 for s in self.draft.sections), self.phrase(headings))

    def prose(self, template: str) -> None:
        """A paragraph without figures."""
        self.paragraph_start()
        self.draft.say(template, self.words)
        self.draft.line()

    def domain(self, domain: Domain, number: int | None) -> None:
        """The part on one domain: heading, opening, blocks, and things that only look like figures."""
        style = self.plan.numbering
        heading = self.random.choice(domain.headings)
        if number is not None and style == "ordinal":
            self.paragraph_start()
            self.draft.write(f"{CHINESE[number]}是{heading}。")
        elif number is not None:
            self.heading(2, number, heading, inline=style.endswith("inline"))
        if number is None or (not style.endswith("inline") and style != "ordinal"):
            self.paragraph_start()
        marks: tuple[Sequence[Any], ...] = (
            self.draft.quantities,
            self.draft.observations,
            self.draft.voids,
            self.held,
        )
        before = [len(rows) for rows in marks]
        text_from = self.draft.length
        self.draft.say(self.random.choice(domain.openings), self.words)
        self.draft.write("。")
        self.sentences(domain)
        text = self.draft.text[text_from:]
        self.draft.line()
        if "duplicate_paragraph" in self.plan.faults and not any(
            f["kind"] == "duplicate_paragraph" for f in self.draft.faults
        ):
            self.repeat(text, text_from, before)
        if "page_chrome" in self.plan.faults and self.random.random() < 0.4:
            self.draft.fault("page_chrome", "浏览次数：1203 【字体：大 中 小】 打印")
            self.draft.line()

    def repeat(self, text: str, at: int, before: Sequence[int]) -> None:
        """The same paragraph once more, with marks of its own; its observations are no new ones."""
        self.paragraph_start()
        shift = self.draft.length - at
        start, end = self.draft.raw(text)
        self.draft.line()
        for rows, count in zip(
            (self.draft.quantities, self.draft.observations, self.draft.voids), before, strict=False
        ):
            again = [moved(row, shift) for row in rows[count:]]
            rows.extend(r | {"optional": True} if "indicator" in r else r for r in again)
        self.held += [h.shifted(shift) for h in self.held[before[-1] :]]
        self.draft.faults.append({"start": start, "end": end, "text": text, "kind": "duplicate_paragraph"})

    def sentences(self, domain: Domain) -> None:
        """Some blocks of the domain that do not repeat or upset what was said before."""
        fit = [b for b in domain.blocks if self.level() in b.levels]
        for block in self.random.sample(fit, self.random.randint(min(2, len(fit)), len(fit))):
            if block.indicators() & (self.said | self.banned) or block.clashes & self.said:
                continue
            self.said |= block.indicators()
            self.banned |= block.clashes
            self.block(block)
            self.draft.write("。")
            if self.random.random() < 0.15:
                self.draft.say(self.random.choice(PROSE["negatives"]), self.words)
                self.draft.write("。")
            if self.random.random() < 0.2:
                self.block(self.random.choice(blocks.extras().blocks))
                self.draft.write("。")
        self.garble()

    def block(self, block: Block) -> None:
        """One block, with a contradiction or a lost unit where one is still to be planted."""
        tale = Tale(self.plan.manner, self.words, self.level(), self.contradictions > 0, self.lose_unit)
        faults = len(self.draft.faults)
        if self.plan.kind == "congress":
            self.draft.repeating = True
        found = blocks.tell(self.draft, block, tale, self.random)
        self.draft.repeating = False
        self.held += found
        self.contradictions -= any(h.check["verdict"] == "contradiction" for h in found)
        self.lose_unit = self.lose_unit and len(self.draft.faults) == faults

    def garble(self) -> None:
        """Faults that stand in a sentence of their own, once each."""
        planted = {f["kind"] for f in self.draft.faults}
        if "spliced_date" in self.plan.faults and "missing_chars_after_digits" not in planted:
            self.draft.fault("missing_chars_after_digits", f"{self.plan.year}{self.random.randint(1, 9)}月")
            self.draft.write("，专项检查工作全面展开。")
        if "unbalanced_quote" in self.plan.faults and "missing_quote" not in planted:
            self.draft.write("健全")
            self.draft.fault("missing_quote", "1+X”")
            self.draft.write("联动工作机制。")
        if "garbled_count" in self.plan.faults and "ocr_or_typo" not in planted:
            start = self.draft.length
            self.draft.mark(
                self.draft.quantities,
                "4人",
                value="4",
                unit="人",
                approximation="exact",
                role="level",
                optional=True,
            )
            self.draft.write("镇配齐专职工作力量。")
            self.draft.faults.append(
                {"start": start, "end": start + 3, "text": "4人镇", "kind": "ocr_or_typo"}
            )

    def plans(self) -> None:
        """Next year's plans: every figure a target."""
        self.paragraph_start()
        self.draft.say(self.random.choice(PROSE["plan_openings"]), self.words)
        self.draft.role = "target"
        chosen = self.random.sample(PROSE["plans"], self.random.randint(2, 5))
        for number, sentence in enumerate(chosen):
            self.draft.write(f"{CHINESE[number]}是")
            block = Block((), PROSE["plan_figures"], (sentence,), frozenset())
            blocks.tell(self.draft, block, Tale(self.plan.manner, self.words, self.level()), self.random)
            self.draft.write("。")
        self.draft.role = "level"
        self.draft.line()


def end_sections(sections: list[Row], end: int) -> None:
    """A section ends where the next of its depth or above begins."""
    for index, section in enumerate(sections):
        later = [s["start"] for s in sections[index + 1 :] if s["depth"] <= section["depth"]]
        section["end"] = later[0] if later else end


def finish(name: str, draft: Draft, report: Row, held: list[Held], dates: list[Row]) -> Synthetic:
    """The report with its truth."""
    text = draft.text
    for check in (h.check for h in held):
        check["text"] = text[check["spans"][0]["start"] : check["spans"][-1]["end"]]
    checked = [h.check for h in held] + dates
    truth = {
        "report": report,
        "sections": draft.sections,
        "quantities": sorted(draft.quantities, key=lambda q: q["start"]),
        "observations": sorted(draft.observations, key=lambda o: (o["start"], o["indicator"])),
        "checks": checked,
        "rates": rates(draft.observations, checked),
        "faults": draft.faults,
        "voids": draft.voids,
    }
    return Synthetic(name, text, truth, tuple(held))
