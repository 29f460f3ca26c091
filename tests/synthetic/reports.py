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
from .relations import Relation, rates

PROSE = places.read("prose.yml")
CHINESE = "一二三四五六七八九十"
FAULTS = (
    "missing_unit",
    "spliced_date",
    "hijack",
    "unbalanced_quote",
    "duplicate_paragraph",
    "conflicting_years",
    "stray_space",
    "garbled_count",
    "page_chrome",
)
HIJACKER = "凯发一触即发"


class Plan(NamedTuple):
    """What kind of report to write; every field may be chosen by the caller of `make_report`."""

    place: str
    year: int
    kind: str
    office: str | None
    layout: str
    numbering: str
    form: str
    half_width: bool
    line_end: str
    indent: str
    signature: str
    domains: int
    table: str
    contradictions: int
    faults: tuple[str, ...]
    manner: figures.Manner


class Synthetic(NamedTuple):
    """A report and what is true of it.

    `truth` has the shape of what `extract` prints, with `voids` (digits that are no quantity), `checks` and
    `rates` as in the gold files. `relations` pairs each check with the relation and the values behind it.
    """

    name: str
    text: str
    truth: dict[str, Any]
    relations: tuple[tuple[Relation, Row], ...]


def draw_plan(random: Random) -> Plan:
    """A report like those that are published: counties most often, oddities seldom."""
    level = random.choices(["province", "prefecture", "county", "township"], [1, 3, 8, 2])[0]
    kind = random.choices(
        ["government", "summary", "department", "congress"],
        [10, 2 if level == "township" else 0, 0 if level == "township" else 3, 0.5],
    )[0]
    kind = "government" if kind == "congress" and level in {"township", "province"} else kind
    return Plan(
        place=random.choice([p.code for p in places.places() if p.level == level]),
        year=random.randint(2016, 2025),
        kind=kind,
        office=random.choice(PROSE["departments"]) if kind == "department" else None,
        layout=random.choice(list(LAYOUTS)),
        numbering=random.choice(["bracket_line", "bracket_inline", "digit_line", "digit_inline", "ordinal"]),
        form=random.choices(["three", "four", "themes"], [4, 3, 3])[0],
        half_width=random.random() < 0.25,
        line_end=random.choices(["\n", "\r\n"], [9, 1])[0],
        indent=random.choice(["", "", "　　", "  "]),
        signature=random.choice(["none", "plain", "plain", "right", "chinese"]),
        domains=random.randint(3, 9),
        table=random.choices(["none", "pipes", "tabs", "blanks"], [17, 1, 1, 1])[0],
        contradictions=random.choices([0, 1, 2], [7, 2, 1])[0],
        faults=(random.choice(FAULTS),) if random.random() < 0.2 else (),
        manner=figures.draw_manner(random),
    )


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
        self.draft = Draft(plan.half_width, plan.line_end)
        self.said: set[str] = set()
        self.banned: set[str] = set()
        self.relations: list[tuple[Relation, Row]] = []
        self.contradictions = plan.contradictions
        self.lose_unit = "missing_unit" in plan.faults

    # -- who and when ------------------------------------------------------------------------------------

    def level(self) -> str:
        """The level of its speaker: 司法局 speaks of the whole place, another office of itself."""
        return "department" if self.plan.office not in (None, "司法局") else self.place.level

    def office(self) -> str:
        """The office's name as its level calls it."""
        name = str(self.plan.office)
        return (
            name.removesuffix("局") + "厅"
            if self.place.level == "province" and "市" not in name[:2] and self.place.name[-1] in "省区"
            else name
        )

    def issuers(self) -> list[str]:
        """The names by which the issuer may rightly be given."""
        if self.plan.kind == "congress":
            council = self.place.name + "人民代表大会常务委员会"
            return [
                council,
                self.place.name + "人大常委会",
                council + "视察组",
                self.place.name + "人大常委会视察组",
            ]
        if self.plan.office:
            return [self.place.name + self.office()]
        full = places.government(self.place)
        return [full, self.place.name] + [
            "".join(self.place.path[i:-1]) + full for i in range(len(self.place.path) - 1)
        ]

    def title(self) -> str:
        words = self.words | {"局": self.place.name + self.office()} if self.plan.office else self.words
        title: str = self.random.choice(PROSE["titles"][self.plan.kind])
        for word, text in words.items():
            title = title.replace(f"<{word}>", text)
        title = title.replace(self.place.name + "人民政府", places.government(self.place))
        return title.replace("人民政府", HIJACKER) if "hijack" in self.plan.faults else title

    # -- the whole ---------------------------------------------------------------------------------------

    def report(self, name: str) -> Synthetic:
        """Write it all; the sections' ends and the truth follow from what was marked."""
        plan, random, draft = self.plan, self.random, self.draft
        published = date(plan.year + 1, 1, 4) + timedelta(days=random.randint(0, 130))
        signed = published - timedelta(days=random.randint(0, 12))
        dated = published - timedelta(days=random.randint(0, 3))
        facts = Facts(self.title(), self.issuers()[0], published, dated)
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
            "issuer": self.issuers(),
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
        return finish(name, draft, report, self.relations)

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
        self.draft.raw(indent + self.issuers()[0])
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
                self.heading(1, self.random.choice(domain.headings))
                self.domain(domain, None)
        else:
            self.heading(1, self.phrase(PROSE["headings"]["achievements"]))
            for number, domain in enumerate(chosen):
                self.domain(domain, number)
        self.table()
        if self.plan.form == "four":
            self.heading(1, self.phrase(PROSE["headings"]["responsible"]))
            self.prose(self.random.choice(PROSE["responsible"]))
        self.heading(1, self.phrase(PROSE["headings"]["problems"]))
        self.prose(
            self.random.choice(
                [
                    p
                    for p in PROSE["problems"]
                    if "（一）" not in p or self.plan.numbering.startswith("bracket")
                ]
            )
        )
        self.heading(1, self.phrase(PROSE["headings"]["plans"]))
        self.plans()
        return self.draft.sections

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

    def heading(self, depth: int, heading: str, inline: bool = False, number: int | None = None) -> None:
        """A numbered heading, on a line of its own or before the text that it heads."""
        if number is None:
            number = sum(s["depth"] == depth for s in self.draft.sections)
        label = self.label(depth, number)
        if not inline or self.draft.parts[-1] != self.plan.line_end:
            self.paragraph_start()
        start, _ = self.draft.write(label)
        if depth == 2 and label.endswith("."):
            self.draft.raw(self.random.choice(["", " "]))
        digits = any(c.isdigit() for c in heading)
        self.draft.void(heading) if digits else self.draft.write(heading)
        written = (
            heading
            if digits or not self.plan.half_width
            else heading.translate({ord("，"): ",", ord("："): ":"})
        )
        self.draft.sections.append(
            {
                "label": label.translate({ord("（"): "(", ord("）"): ")"}) if self.plan.half_width else label,
                "heading": written,
                "depth": depth,
                "start": start,
            }
        )
        if inline:
            self.draft.write("。")
        else:
            self.draft.line()

    def label(self, depth: int, number: int) -> str:
        """The label of the n-th heading, counted from zero."""
        numeral = figures.in_chinese(number + 1)
        if depth == 1:
            return f"{numeral}、"
        return f"（{numeral}）" if self.plan.numbering.startswith("bracket") else f"{number + 1}."

    def prose(self, template: str) -> None:
        """A paragraph without figures."""
        self.paragraph_start()
        self.draft.say(template, self.words)
        self.draft.line()

    def domain(self, domain: Domain, number: int | None) -> None:
        """The part on one domain: heading, opening, blocks, and things that only look like figures."""
        style, start = self.plan.numbering, self.draft.length
        heading = self.random.choice(domain.headings)
        if number is not None and style == "ordinal":
            self.paragraph_start()
            self.draft.write(f"{CHINESE[number]}是{heading}。")
        elif number is not None:
            self.paragraph_start()
            self.heading_at(heading, number, inline=style.endswith("inline"))
        if number is None or not style.endswith("inline") and style != "ordinal":
            self.paragraph_start()
        before = len(self.draft.quantities), len(self.draft.observations), len(self.draft.voids)
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

    def heading_at(self, heading: str, number: int, inline: bool) -> None:
        """A heading of the second depth, numbered from the count of its siblings."""
        label_start = self.draft.length
        label = self.label(2, number)
        self.draft.write(label) if not label[0].isdigit() else self.draft.void(label)
        start_text = self.draft.length
        self.draft.write(heading)
        written = self.draft.text[start_text:]
        self.draft.sections.append(
            {
                "label": self.draft.text[label_start:start_text],
                "heading": written,
                "depth": 2,
                "start": label_start,
            }
        )
        self.draft.write("。") if inline else self.draft.line()

    def repeat(self, text: str, at: int, before: tuple[int, int, int]) -> None:
        """The same paragraph once more, with marks of its own; its observations are no new ones."""
        self.paragraph_start()
        shift = self.draft.length - at
        start, end = self.draft.raw(text)
        self.draft.line()
        for rows, count in zip(
            (self.draft.quantities, self.draft.observations, self.draft.voids), before, strict=True
        ):
            again = [r | {"start": r["start"] + shift, "end": r["end"] + shift} for r in rows[count:]]
            rows.extend(r | {"optional": True} if "indicator" in r else r for r in again)
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
        self.garble()

    def block(self, block: Block) -> None:
        """One block, with a contradiction or a lost unit where one is still to be planted."""
        tale = Tale(self.plan.manner, self.words, self.level(), self.contradictions > 0, self.lose_unit)
        faults = len(self.draft.faults)
        if self.plan.kind == "congress":
            self.draft.repeating = True
        found = blocks.tell(self.draft, block, tale, self.random)
        self.draft.repeating = False
        self.relations += found
        self.contradictions -= any(c["verdict"] == "contradiction" for _, c in found)
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
        specs = PROSE["plan_figures"]
        block = Block((), specs, tuple(PROSE["plans"]), frozenset())
        for number in range(self.random.randint(2, 5)):
            self.draft.write(f"{CHINESE[number]}是")
            blocks.tell(self.draft, block, Tale(self.plan.manner, self.words, self.level()), self.random)
            self.draft.write("。")
        self.draft.role = "level"
        self.draft.line()

    # -- tables ------------------------------------------------------------------------------------------

    def table(self) -> None:
        """A small plain-text table: items down, one year or two across; units in heads or in cells."""
        rows = [r for r in PROSE["tables"] if r.get("is") not in self.said | self.banned]
        if self.plan.table == "none" or len(rows) < 3 or self.level() not in {"county", "prefecture"}:
            return
        years = [self.plan.year - 1, self.plan.year] if self.random.random() < 0.5 else [self.plan.year]
        unit_in = self.random.choice(["row", "cell"])
        heads = [f"{y}年" for y in years] if len(years) == 2 else ["数量"]
        self.paragraph_start()
        self.draft.write("有关工作数据如下：")
        self.draft.line()
        self.cells(["项目", *heads])
        for row in self.random.sample(rows, 3):
            self.said.add(row.get("is", ""))
            self.table_row(row, heads, years, unit_in)

    def separator(self) -> str:
        return {"pipes": " | ", "tabs": "\t", "blanks": "      "}[self.plan.table]

    def cells(self, texts: Sequence[str]) -> None:
        for text in texts:
            self.draft.void(text)
            if text is not texts[-1]:
                self.draft.raw(self.separator())
        self.draft.line()

    def table_row(self, row: Row, heads: Sequence[str], years: Sequence[int], unit_in: str) -> None:
        head = f"{row['row']}（{row['u']}）" if unit_in == "row" else row["row"]
        self.draft.write(head)
        for column, year in zip(heads, years, strict=True):
            self.draft.raw(self.separator())
            value = blocks.spread(*row["n"], blocks.SCALES[self.place.level], self.random)
            figure = figures.exact(value, row["u"] if unit_in == "cell" else "", figures.Manner())
            quantity = self.draft.figure(figure._replace(unit=row["u"]), row=head, column=column)
            if "is" in row:
                dimension = {} if year == self.plan.year else {"period": str(year)}
                self.draft.observe(row["is"], quantity, dimension, optional=self.plan.kind == "congress")
        self.draft.line()


def end_sections(sections: list[Row], end: int) -> None:
    """A section ends where the next of its depth or above begins."""
    for index, section in enumerate(sections):
        later = [s["start"] for s in sections[index + 1 :] if s["depth"] <= section["depth"]]
        section["end"] = later[0] if later else end


def finish(name: str, draft: Draft, report: Row, relations: list[tuple[Relation, Row]]) -> Synthetic:
    """The report with its truth."""
    text = draft.text
    for _, check in relations:
        check["text"] = text[check["spans"][0]["start"] : check["spans"][-1]["end"]]
    checked = [check for _, check in relations]
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
    return Synthetic(name, text, truth, tuple(relations))
