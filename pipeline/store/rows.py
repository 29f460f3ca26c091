"""A reading as rows of the store's tables: plain tuples in the order of the columns of `schema.sql`, no SQL here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pipeline.places import steps
from pipeline.records import Observation, Operand, Profile, Rate, Reading, Section, Span
from pipeline.sentences import Sentences, sentences

Row = tuple[Any, ...]
Tables = dict[str, list[Row]]
UNKNOWN = Profile((), None, None)


class Place(NamedTuple):
    """Finds the sentence and the section of a span."""

    of: Sentences
    sections: Sequence[Section]

    def sentence(self, start: int, end: int) -> str:
        """The whole sentences that the span touches, without blanks around them."""
        return self.of.around(start, end)

    def section(self, start: int) -> int | None:
        """The deepest section around an offset; sections stand in the order of the text, parents first."""
        around = [number for number, one in enumerate(self.sections) if one.start <= start < one.end]
        return around[-1] if around else None

    def shown(self, span: tuple[int, int]) -> Row:
        """The columns span_start, span_end, text and sentence."""
        start, end = span
        return (start, end, self.of.text[start:end], self.sentence(start, end))


def reading_rows(reading: Reading, origin: Any, profile: Profile | None = None) -> Tables:
    """Every row that one reading gives, by table; `origin` is the report's `Provenance`, None where it has no sidecar."""
    text = reading.source.text
    place = Place(sentences(text), reading.sections)
    return {
        "report": [_report(reading, origin, profile or UNKNOWN)],
        "report_place": list(_numbered(reading.report_id, map(tuple, steps(reading.report.region)))),
        "source_text": [(reading.report_id, text)],
        "section": list(_numbered(reading.report_id, map(_section, reading.sections))),
        "quantity": list(_quantities(reading, place)),
        **_observations(reading, place),
        **_rates(reading, place),
        "correction": list(_corrections(reading, place)),
        **_findings(reading, place),
        "duty": [_duty(reading.report_id, one, place) for one in reading.duties],
        "fault": list(_numbered(reading.report_id, map(tuple, reading.faults))),
    }


def dimension_text(dimension: Iterable[tuple[str, str]]) -> str:
    """`(("channel", "大厅"), ("flow", "新增"))` as `channel=大厅;flow=新增`; the total as the empty string."""
    return ";".join(f"{key}={member}" for key, member in dimension)


def _numbered(report_id: str, rows: Iterable[Row]) -> Iterator[Row]:
    for number, row in enumerate(rows):
        yield (report_id, number, *row)


def _report(reading: Reading, origin: Any, profile: Profile) -> Row:
    source, report = reading.source, reading.report
    code, path = report.region or (None, None)
    return (
        *(
            reading.report_id,
            source.file,
            source.sha256,
            source.encoding,
            source.media_type,
            len(source.text),
        ),
        *(
            report.title,
            report.issuer,
            code,
            path,
            report.region_note,
            report.level,
            report.doc_type,
            report.year,
        ),
        *(report.published_on, report.signed_on, report.dated_on),
        *((origin.publisher, origin.url, origin.retrieved_on, origin.note) if origin else (None,) * 4),
        *profile,
    )


def _section(one: Section) -> Row:
    return (one.parent if one.parent >= 0 else None, one.label, one.heading, one.depth, one.start, one.end)


def _quantities(reading: Reading, place: Place) -> Iterator[Row]:
    unbound = {one.quantity: (one.noun, one.reason) for one in reading.unbound}
    claimed = {one.quantity for one in reading.observations}
    again = {tuple(span) for one in reading.observations for span in one.also}
    for number, one in enumerate(reading.quantities):
        bound = number in claimed or (one.start, one.end) in again
        yield (
            *(reading.report_id, number, place.section(one.start), one.start, one.end, one.text),
            *(
                one.value,
                one.value_high,
                one.unit,
                one.approximation,
                one.role,
                one.direction,
                one.row,
                one.column,
            ),
            *(place.sentence(one.start, one.end), bound, *unbound.get(number, (None, None))),
        )


def _observations(reading: Reading, place: Place) -> Tables:
    rows, spans = [], []
    corrections = {one.observation: number for number, one in enumerate(reading.corrections)}
    for number, one in enumerate(reading.observations):
        rows.append(
            (
                *(reading.report_id, number, one.quantity, place.section(one.start), one.indicator),
                *(dimension_text(one.dimension), dict(one.dimension).get("period")),
                *(
                    one.value,
                    one.value_high,
                    one.unit,
                    one.approximation,
                    one.role,
                    one.direction,
                    one.inferred,
                ),
                *(
                    one.start,
                    one.end,
                    one.text,
                    place.sentence(one.start, one.end),
                    one.rule,
                    corrections.get(number),
                ),
            )
        )
        spans += _spans((reading.report_id, number), {"also": one.also, "evidence": one.evidence}, place)
    return {"observation": rows, "observation_span": spans}


def _rates(reading: Reading, place: Place) -> Tables:
    rows, spans = [], []
    corrected = [
        reading.observations[one.observation] for one in reading.corrections if one.observation is not None
    ]
    for number, one in enumerate(reading.rates):
        rows.append(
            (
                *(reading.report_id, number, one.indicator, dimension_text(one.dimension)),
                *(dict(one.dimension).get("period"), one.method, one.value, one.low, one.high, one.direction),
                *(one.numerator and one.numerator.value, one.denominator and one.denominator.value),
                *(one.basis, one.note, _leans_on_correction(one, corrected)),
            )
        )
        parts = {"numerator": _operand(one.numerator), "denominator": _operand(one.denominator)}
        spans += _spans((reading.report_id, number), parts, place)
    return {"rate": rows, "rate_span": spans}


def _leans_on_correction(rate: Rate, corrected: Sequence[Observation]) -> bool:
    """Whether a rate is, or is computed from, a figure that a person corrected."""
    spans = {*_operand(rate.numerator), *_operand(rate.denominator)}
    return any(
        not spans.isdisjoint({Span(one.start, one.end), *one.also})
        or (one.indicator, one.dimension) == (rate.indicator, rate.dimension)
        for one in corrected
    )


def _corrections(reading: Reading, place: Place) -> Iterator[Row]:
    for number, one in enumerate(reading.corrections):
        new = None if one.new_dimension is None else dimension_text(one.new_dimension)
        yield (
            *(reading.report_id, number, one.action, one.indicator, dimension_text(one.dimension), one.value),
            *(one.new_indicator, new, one.new_value, one.reason, one.source),
            *place.shown((one.start, one.end)),
        )


def _operand(operand: Operand | None) -> Sequence[Span]:
    return operand.spans if operand else ()


def _findings(reading: Reading, place: Place) -> Tables:
    rows, spans = [], []
    for number, one in enumerate(reading.findings):
        key = (reading.report_id, number)
        rows.append(
            (*key, one.kind, one.verdict, one.indicators, one.stated, one.recomputed, one.note, one.blocks)
        )
        spans += [(*key, at, *place.shown(span)) for at, span in enumerate(one.spans)]
    return {"finding": rows, "finding_span": spans}


def _spans(key: Row, parts: Mapping[str, Sequence[Span]], place: Place) -> list[Row]:
    return [
        (*key, part, at, *place.shown(span)) for part, spans in parts.items() for at, span in enumerate(spans)
    ]


def _duty(report_id: str, one: Any, place: Place) -> Row:
    start, end, text, _ = place.shown(one.evidence) if one.evidence else (None,) * 4
    return (report_id, one.duty, one.status, start, end, text, one.note)
