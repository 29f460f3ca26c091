"""Made-up readings and a catalogue small enough to see through, for the tests of what comes after reading."""

from datetime import date
from decimal import Decimal

from msgspec import Struct

from pipeline.catalogue.duties import DutyRule
from pipeline.catalogue.indicators import Domain, Indicator, Reference
from pipeline.catalogue.rates import RateRule
from pipeline.catalogue.references import ReferenceValue
from pipeline.provenance import Provenance
from pipeline.records import (
    Duty,
    Fault,
    Finding,
    Observation,
    Operand,
    Quantity,
    Rate,
    Reading,
    Region,
    Report,
    Section,
    Source,
    Span,
    Unbound,
)

TEXT = (
    "东山县2023年度法治政府建设情况的报告\n"
    "一、主要成效\n全年受理行政复议案件40件,审结32件。纠错4件!纠错率12.5%。印发画册18.1万余份。\n"
    "二、下一步打算\n培训200人。受理40件。\n"
)


class SmallCatalogue(Struct, frozen=True):
    """The part of a catalogue that the store writes."""

    domains: dict[str, Domain]
    indicators: dict[str, Indicator]
    rates: dict[str, RateRule]
    duties: dict[str, DutyRule]
    references: tuple[ReferenceValue, ...]


def indicator(name: str, zh: str, kind: str = "count") -> Indicator:
    """An indicator of the one domain."""
    return Indicator(
        id=f"reconsideration.{name}",
        domain="reconsideration",
        zh=zh,
        en=name,
        kind=kind,
        unit="%" if kind == "rate" else "件",
        definition=f"{zh}的定义",
        wordings=(),
        examples=(),
        sources=("law",),
        caveats=("读者须知",),
    )


INDICATORS = [
    indicator("accepted", "受理件数"),
    indicator("concluded", "审结件数"),
    indicator("corrected", "纠错件数"),
    indicator("correction_rate", "纠错率", "rate"),
]
CATALOGUE = SmallCatalogue(
    domains={
        "reconsideration": Domain(
            id="reconsideration",
            zh="行政复议",
            en="Reconsideration",
            order=1,
            sources={"law": Reference(title="《行政复议法》", url="https://example.org/law")},
        )
    },
    indicators={one.id: one for one in INDICATORS},
    rates={
        "reconsideration.correction_rate": RateRule(
            id="reconsideration.correction_rate",
            domain="reconsideration",
            zh="纠错率",
            en="Correction rate",
            formula="corrected / concluded",
            caveats=("分母是审结",),
        ),
        "reconsideration.finality_rate": RateRule(
            id="reconsideration.finality_rate",
            domain="reconsideration",
            zh="案结事了率",
            en="Finality rate",
            formula="final / concluded",
            reported_only="无统一定义",
        ),
    },
    duties={"published": DutyRule(id="published", zh="按时公开", rule="4月1日前公开", check="deadline")},
    references=(
        ReferenceValue(
            indicator="reconsideration.correction_rate",
            scope="全国",
            year=2023,
            period="",
            value=Decimal("12.83"),
            unit="%",
            approximation="exact",
            dimension=(),
            role="level",
            variant="",
            note="",
            source_title="白皮书",
            source_url="",
            reprint=True,
            usable=True,
        ),
    ),
)
PROVENANCE = Provenance(
    title="东山县2023年度法治政府建设情况的报告",
    publisher="东山县司法局",
    place=["福建省", "漳州市", "东山县"],
    division_code="350626",
    sha256="00",
    url="https://example.org/report",
    retrieved_on=date(2024, 5, 1),
)


def span(words: str, nth: int = 0) -> Span:
    """Where the nth occurrence of some words stands in TEXT."""
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return Span(start, start + len(words))


def quantity(
    words: str, value: str, unit: str, nth: int = 0, approximation: str = "exact", role: str = "level"
) -> Quantity:
    """A figure of TEXT."""
    return Quantity(*span(words, nth), words, Decimal(value), None, unit, approximation, role)


def observation(
    name: str, words: str, value: str, unit: str, number: int, also: tuple[Span, ...] = ()
) -> Observation:
    """What a figure of TEXT says of an indicator."""
    start, end = span(words)
    evidence = (Span(start - 2, start),)
    return Observation(
        f"reconsideration.{name}",
        (),
        Decimal(value),
        None,
        unit,
        "exact",
        start,
        end,
        words,
        also,
        "level",
        None,
        False,
        "rule",
        evidence,
        number,
    )


def reading(report_id: str = "dongshan") -> Reading:
    """A report with five bound figures, one of them told again, two unbound ones, a refused rate, a finding, a duty and a fault."""
    rate_id = "reconsideration.correction_rate"
    parts = Operand(Decimal(4), (span("4件"),)), Operand(Decimal(32), (span("32件"),))
    return Reading(
        report_id=report_id,
        source=Source(f"{report_id}.txt", "00", "utf-8", "text/plain", TEXT),
        report=Report(
            title=TEXT.splitlines()[0],
            issuer="东山县人民政府",
            region=Region("350626", ("福建省", "漳州市", "东山县")),
            region_note=None,
            level="county",
            doc_type="annual_report",
            year=2023,
            published_on=date(2024, 3, 1),
            signed_on=None,
            dated_on=None,
        ),
        sections=(
            Section("一、", "主要成效", 1, span("一、").start, span("二、").start, -1),
            Section("二、", "下一步打算", 1, span("二、").start, len(TEXT), -1),
        ),
        quantities=(
            quantity("40件", "40", "件"),
            quantity("32件", "32", "件"),
            quantity("4件", "4", "件"),
            quantity("12.5%", "12.5", "%"),
            quantity("18.1万余份", "181000", "份", approximation="over"),
            quantity("200人", "200", "人", role="target"),
            quantity("40件", "40", "件", nth=1),
        ),
        observations=(
            observation("accepted", "40件", "40", "件", 0, also=(span("40件", 1),)),
            observation("concluded", "32件", "32", "件", 1),
            observation("corrected", "4件", "4", "件", 2),
            observation("correction_rate", "12.5%", "12.5", "%", 3),
        ),
        unbound=(Unbound(4, "画册", "no indicator"), Unbound(5, "培训", "no indicator")),
        rates=(
            Rate(rate_id, (), "computed", Decimal("12.50"), None, None, None, *parts, "审结", None),
            Rate(
                "reconsideration.finality_rate",
                (),
                "computed",
                None,
                None,
                None,
                None,
                None,
                None,
                None,
                "未述分子",
            ),
        ),
        findings=(
            Finding("ratio", "consistent", (rate_id,), "12.5%", "4÷32=12.5%", (span("4件"), span("12.5%"))),
        ),
        duties=(Duty("published", "present", None, "2024-03-01"),),
        faults=(Fault("garbled", *span("画册"), "画册", "flag", note="举例"),),
    )
