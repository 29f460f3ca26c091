"""Reading the store: what notebooks and charts ask for, each question a small function.

`store` is the path of the DuckDB file, opened for reading and closed again by each call. Frames are in a fixed order.
An id that the store does not hold raises Unknown, whose message lists what there is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from pipeline.records import Unknown

from .files import frame, reading, tables
from .queries import (
    CHANGES,
    COLUMNS,
    CORRECTIONS,
    COVERAGE,
    DIGEST,
    DOMAINS,
    DUTIES,
    FAULT_KINDS,
    FINDINGS,
    GROUPED,
    INDICATORS,
    METHODS,
    NAMES,
    OBSERVATIONS,
    OCCURRENCES,
    OWN_PLACE,
    PLACES,
    QUANTITIES,
    RATES,
    REASONS_APART,
    REFERENCES_BESIDE,
    REPORTS,
    TO_COMPARE,
    UNBOUND,
    UNBOUND_REASONS,
    VERDICTS,
    word,
)
from .questions import Question, note

Store = Path | str


def edition(store: Store) -> dict[str, Any]:
    """What this edition was made of and its totals: the one row of `build`."""
    return _one(_select(store, "SELECT * FROM build"))


def reports(store: Store, year: str | None = None) -> pl.DataFrame:
    """All reports, or those of a year, with their counts of figures, contradictions and faults, by place and year."""
    return _select(store, REPORTS, order="region_code, year, report_id", year=year)


def reports_within(store: Store, place_id: str) -> pl.DataFrame:
    """The reports of a place and of all below it, by place and newest first; `own_id` is the place that each is of."""
    query = f"SELECT * FROM ({REPORTS}) JOIN (SELECT report_id, place_id FROM report_place) USING (report_id)"
    return _select(store, query, order="region_path, year DESC, level, report_id", place_id=place_id)


def places(store: Store) -> pl.DataFrame:
    """Every place on the path of a report, with how many reports are of it and how many of what is below it."""
    return _select(store, PLACES, order="step, place_id")


def places_below(store: Store, place_id: str) -> pl.DataFrame:
    """The places below a place, as `places` has them."""
    query = f"""
        SELECT kin.place_id, own.* RENAME (place_id AS own_id) FROM (
            SELECT DISTINCT one.place_id, other.place_id AS own_id
            FROM report_place AS one JOIN report_place AS other USING (report_id) WHERE other.step > one.step
        ) AS kin JOIN ({PLACES}) AS own ON own.place_id = kin.own_id
    """
    rows = _select(store, query, order="step, own_id", place_id=place_id)
    return rows.drop("place_id").rename({"own_id": "place_id"})


def path(store: Store, report_id: str) -> pl.DataFrame:
    """The places on the path of a report, the province first: `place_id`, `name`."""
    return _select(store, "SELECT * FROM report_place", order="step", report_id=report_id)


def place(store: Store, place_id: str) -> dict[str, Any]:
    """One place, as `places` has it."""
    return _one(_select(store, PLACES, place_id=place_id))


def way(store: Store, place_id: str) -> pl.DataFrame:
    """The way to a place, the province first and itself last: `place_id`, `name`."""
    query = """
        SELECT one.place_id, other.place_id AS own_id, any_value(other.name) AS name, other.step
        FROM report_place AS one JOIN report_place AS other USING (report_id)
        WHERE other.step <= one.step GROUP BY ALL
    """
    return _select(store, query, order="step", place_id=place_id).select(place_id="own_id", name="name")


def series(store: Store, place_id: str) -> list[dict[str, Any]]:
    """The rates and the counts that stand for the year of each report of a place itself, the earliest first."""
    own = _select(
        store, f"FROM ({OWN_PLACE}) JOIN report USING (report_id)", "year, report_id", place_id=place_id
    )
    of_rates = [row for one in own["report_id"] for row in rates(store, report_id=one).iter_rows(named=True)]
    of_counts = [row for one in own["report_id"] for row in observations(store, one).iter_rows(named=True)]
    return [*of_rates, *(row for row in of_counts if row["stands"] and row["unit"] != "%")]


def report(store: Store, report_id: str) -> dict[str, Any]:
    """One report with its counts, by column name."""
    return _one(_select(store, REPORTS, report_id=report_id))


def source_text(store: Store, report_id: str) -> str:
    """The text that all spans of a report point into."""
    return str(_one(_select(store, "SELECT * FROM source_text", report_id=report_id))["text"])


def sections(store: Store, report_id: str) -> pl.DataFrame:
    """The sections of a report in the order of the text."""
    return _select(store, "SELECT * FROM section", order="section_no", report_id=report_id)


def quantities(store: Store, report_id: str | None = None) -> pl.DataFrame:
    """Every figure; `bound` says whether an indicator claims it."""
    return _select(store, QUANTITIES, order="report_id, quantity_no", report_id=report_id)


def observations(
    store: Store, report_id: str | None = None, domain: str | None = None, indicator: str | None = None
) -> pl.DataFrame:
    """Observations with the names of indicator, domain and report.

    `stands` is true for what stands for the indicator and the year: a stated level with no period of its own. Those of
    several reports tell what they may stand beside (`group_no`, `reason`).
    """
    order = "indicator_no, dimension, region_code, year, report_id, observation_no"
    query = OBSERVATIONS if report_id else GROUPED["observation"]
    return _select(store, query, order=order, report_id=report_id, domain=domain, indicator=indicator)


def observation_spans(store: Store, report_id: str | None = None) -> pl.DataFrame:
    """Where an observation is told again (`also`) and the words that bound it (`evidence`)."""
    order = "report_id, observation_no, part, span_no"
    return _select(store, "SELECT * FROM observation_span", order=order, report_id=report_id)


def rates(store: Store, indicator: str | None = None, report_id: str | None = None) -> pl.DataFrame:
    """Rates with the names of indicator and report; reported, computed and implied ones are rows of their own.

    Those of several reports tell what they may stand beside (`group_no`, `reason`).
    """
    order = "indicator_no, dimension, region_code, year, report_id, rate_no"
    return _select(
        store, RATES if report_id else GROUPED["rate"], order=order, indicator=indicator, report_id=report_id
    )


def to_compare(store: Store, record: str) -> Iterator[dict[str, Any]]:
    """Every `rate`, or every `observation` that stands for the year, indicator by indicator, with what decides beside
    what it may stand and nothing else."""
    order = f"indicator_no, dimension, region_code, year, report_id, {record}_no"
    return _select(store, TO_COMPARE[record], order=order).iter_rows(named=True)


def rate_spans(store: Store, report_id: str | None = None) -> pl.DataFrame:
    """Where the numerator and the denominator of each rate stand."""
    return _select(
        store, "SELECT * FROM rate_span", order="report_id, rate_no, part, span_no", report_id=report_id
    )


def findings(store: Store, report_id: str | None = None, verdict: str | None = None) -> pl.DataFrame:
    """All relations that were checked, worst verdict first."""
    order = f"list_position({VERDICTS}, verdict), region_code, year, report_id, finding_no"
    return _select(store, FINDINGS, order=order, report_id=report_id, verdict=verdict)


def findings_of_place(store: Store, place_id: str) -> pl.DataFrame:
    """The relations that were checked in the reports of a place itself."""
    query = f"SELECT * FROM ({FINDINGS}) JOIN ({OWN_PLACE}) USING (report_id)"
    return _select(store, query, order="report_id, finding_no", place_id=place_id)


def finding_spans(store: Store, report_id: str | None = None, verdict: str | None = None) -> pl.DataFrame:
    """The figures that a finding is about, each with its sentence and the verdict."""
    query = "SELECT finding_span.*, verdict FROM finding_span JOIN finding USING (report_id, finding_no)"
    return _select(store, query, order="report_id, finding_no, span_no", report_id=report_id, verdict=verdict)


def verdicts(store: Store) -> pl.DataFrame:
    """How many relations came out how, worst first: `name`, `count`."""
    query = f"SELECT verdict, {word('verdict')}, count(*) AS count FROM finding GROUP BY verdict"
    return _select(store, query, order=f"list_position({VERDICTS}, verdict)").rename({"verdict_name": "name"})


def corrections(store: Store, report_id: str | None = None) -> pl.DataFrame:
    """What a person corrected or withheld, in the order of the text: as read, as published, reason and source."""
    return _select(store, CORRECTIONS, order="report_id, correction_no", report_id=report_id)


def duties(store: Store, report_id: str | None = None) -> pl.DataFrame:
    """What the law asks of each report and whether it does it."""
    order = "duty_no, region_code, year, report_id"
    return _select(store, DUTIES, order=order, report_id=report_id)


def legal_duties(store: Store) -> pl.DataFrame:
    """What the law asks, rule by rule, with its sources."""
    return _select(store, "SELECT * FROM legal_duty", order="duty_no")


def faults(store: Store, report_id: str | None = None) -> pl.DataFrame:
    """Places where the source itself is broken."""
    return _select(store, "SELECT * FROM fault", order="report_id, fault_no", report_id=report_id)


def refusals(store: Store) -> pl.DataFrame:
    """Files that could not be read, and why."""
    return _select(store, "SELECT * FROM refusal", order="file")


def domains(store: Store) -> pl.DataFrame:
    """The domains with the number of their indicators and of the observations and reports that fall to them."""
    return _select(store, DOMAINS, order="domain_no")


def domain(store: Store, domain: str) -> dict[str, Any]:
    """One domain, by column name."""
    return _one(_select(store, DOMAINS, domain=domain))


def indicators(store: Store, domain: str | None = None) -> pl.DataFrame:
    """The catalogue's indicators, with the number of reports that state each or give its rate."""
    return _select(store, INDICATORS, order="indicator_no", domain=domain)


def stated(store: Store, domain: str) -> pl.DataFrame:
    """How many reports state each indicator of a domain, where any does, most first: `name`, `count`, `link`."""
    query = (
        "SELECT *, reports_stating AS count, 'catalogue.html#' || indicator AS link FROM (" + INDICATORS + ")"
    )
    rows = _select(store, query, order="count DESC, indicator_no", domain=domain)
    return rows.filter(pl.col("count") > 0)


def occurrences(store: Store, most: int) -> pl.DataFrame:
    """The newest reports, up to `most`, in which each indicator is told: `link` to where; `reports` is how many there are."""
    query = f"SELECT * FROM ({OCCURRENCES}) WHERE place <= {most}"
    return _select(store, query, order="indicator, place")


def rated(store: Store, domain: str | None = None) -> pl.DataFrame:
    """The indicators on which a report states a rate, or allows or refuses one."""
    query = "SELECT * FROM (" + INDICATORS + ") SEMI JOIN rate USING (indicator)"
    return _select(store, query, order="domain_no, indicator_no", domain=domain)


def indicator(store: Store, indicator: str) -> dict[str, Any]:
    """One indicator, by column name."""
    return _one(_select(store, INDICATORS, indicator=indicator))


def reference_values(store: Store, indicator: str | None = None) -> pl.DataFrame:
    """National and provincial figures that may be shown, with their sources."""
    query = "SELECT * FROM reference_value WHERE usable"
    return _select(store, query, order="indicator, year, scope, reference_no", indicator=indicator)


def coverage(store: Store, reports: int = 1) -> pl.DataFrame:
    """How many reports state each indicator, give its rate, and may stand side by side, for what `reports` or more state."""
    rows = _select(store, COVERAGE, order="domain_no, indicator_no")
    return rows.filter(pl.max_horizontal("reports_stating", "reports_with_rate") >= reports)


def methods(store: Store) -> pl.DataFrame:
    """How the rates of each indicator came about: how many are `reported`, `computed`, `implied`, `bounded`, `refused`."""
    return _select(store, METHODS, order="indicator_no")


def reasons_apart(store: Store) -> pl.DataFrame:
    """Why rates and observations may not stand beside the most numerous group of their indicator, and how many."""
    return _select(store, REASONS_APART, order="rates + observations DESC, reason")


def references_beside(
    store: Store, report_id: str | None = None, indicator: str | None = None
) -> pl.DataFrame:
    """National and provincial figures beside the values that they fit (`record` and `record_no` name the row).

    The reference itself is in `scope`, `reference_year`, `reference`, `unit` and `source_title`; the nearest comes first.
    """
    order = "indicator_no, report_id, record, record_no, nearness"
    return _select(store, REFERENCES_BESIDE, order=order, report_id=report_id, indicator=indicator)


def unbound(store: Store) -> pl.DataFrame:
    """Figures that no indicator claims, counted by noun and reason, most frequent first."""
    return _select(store, UNBOUND, order="figures DESC, noun, reason")


def unbound_reasons(store: Store) -> pl.DataFrame:
    """Why figures stayed unbound: `reason`, `reason_name`, and how many figures of how many reports."""
    query = f"SELECT *, {word('reason')} FROM ({UNBOUND_REASONS})"
    return _select(store, query, order="figures DESC, reason")


def fault_kinds(store: Store) -> pl.DataFrame:
    """How many faults of each kind the sources have and what was done about them."""
    return _select(store, FAULT_KINDS, order="faults DESC, kind, action")


def changes(store: Store) -> pl.DataFrame:
    """What differs from the edition before (`former_edition` of `edition`): reports first, then figures by report."""
    return _select(store, CHANGES, order="change_no")


def columns(store: Store) -> pl.DataFrame:
    """Every column of every table with type and comments: the data dictionary."""
    return _select(store, COLUMNS, order="table_name, column_index")


def digest(store: Store) -> str:
    """Hash of all rows: equal for two stores that hold the same, whatever the bytes of their files."""
    with reading(store) as connection:
        of_tables = [
            connection.execute(DIGEST.format(table=table)).fetchall() for table in tables(connection)
        ]
    return hashlib.sha256(repr(of_tables).encode()).hexdigest()


def _select(store: Store, query: str, order: str = "ALL", **ids: str | None) -> pl.DataFrame:
    """The rows of a query that bear the ids given; an id not in the table that defines it raises Unknown."""
    given = {column: value for column, value in ids.items() if value is not None}
    note(Question(query, tuple(given.items())))
    where = " AND ".join(f"{column} = ?" for column in given) or "true"
    with reading(store) as connection:
        for column, value in given.items():
            _must_exist(connection, column, value)
        return frame(connection, f"FROM ({query}) WHERE {where} ORDER BY {order}", *given.values())


def _must_exist(connection: duckdb.DuckDBPyConnection, column: str, value: str) -> None:
    """Raise Unknown with the ids and names that there are, unless `value` is one of them."""
    known = connection.execute(NAMES[column]).fetchall()
    if value not in {name for name, _ in known}:
        there_are = "\n".join(f"  {name}  {title or ''}" for name, title in known)
        raise Unknown(f"unknown {column} {value!r}; there are:\n{there_are}")


def _one(rows: pl.DataFrame) -> dict[str, Any]:
    return rows.row(0, named=True)
