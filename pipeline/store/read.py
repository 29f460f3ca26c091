"""Reading the store: what notebooks and charts ask for, each question a small function.

`store` is the path of the DuckDB file, opened for reading and closed again by each call. Frames are in a fixed order.
An id that the store does not hold raises LookupError, whose message lists what there is.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from .files import frame, reading, tables

Store = Path | str


def edition(store: Store) -> dict[str, Any]:
    """What this edition was made of and its totals: the one row of `build`."""
    return _one(_select(store, "SELECT * FROM build"))


def reports(store: Store) -> pl.DataFrame:
    """All reports with their counts of figures, contradictions and faults, by place and year."""
    return _select(store, REPORTS, order="region_code, year, report_id")


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
    return _select(store, "SELECT * FROM quantity", order="report_id, quantity_no", report_id=report_id)


def observations(
    store: Store, report_id: str | None = None, domain: str | None = None, indicator: str | None = None
) -> pl.DataFrame:
    """Observations with the names of indicator, domain and report.

    `stands` is true for what stands for the indicator and the year: a stated level with no period of its own.
    """
    order = "indicator_no, dimension, region_code, year, report_id, observation_no"
    return _select(store, OBSERVATIONS, order=order, report_id=report_id, domain=domain, indicator=indicator)


def observation_spans(store: Store, report_id: str | None = None) -> pl.DataFrame:
    """Where an observation is told again (`also`) and the words that bound it (`evidence`)."""
    order = "report_id, observation_no, part, span_no"
    return _select(store, "SELECT * FROM observation_span", order=order, report_id=report_id)


def rates(store: Store, indicator: str | None = None, report_id: str | None = None) -> pl.DataFrame:
    """Rates with the names of indicator and report; reported, computed and implied ones are rows of their own."""
    order = "indicator_no, dimension, region_code, year, report_id, rate_no"
    return _select(store, RATES, order=order, indicator=indicator, report_id=report_id)


def rate_spans(store: Store, report_id: str | None = None) -> pl.DataFrame:
    """Where the numerator and the denominator of each rate stand."""
    return _select(
        store, "SELECT * FROM rate_span", order="report_id, rate_no, part, span_no", report_id=report_id
    )


def findings(store: Store, report_id: str | None = None, verdict: str | None = None) -> pl.DataFrame:
    """All relations that were checked, worst verdict first."""
    order = f"list_position({VERDICTS}, verdict), region_code, year, report_id, finding_no"
    return _select(store, FINDINGS, order=order, report_id=report_id, verdict=verdict)


def finding_spans(store: Store, report_id: str | None = None, verdict: str | None = None) -> pl.DataFrame:
    """The figures that a finding is about, each with its sentence and the verdict."""
    query = "SELECT finding_span.*, verdict FROM finding_span JOIN finding USING (report_id, finding_no)"
    return _select(store, query, order="report_id, finding_no, span_no", report_id=report_id, verdict=verdict)


def verdicts(store: Store) -> pl.DataFrame:
    """How many relations came out how, worst first: `name`, `count`."""
    query = f"SELECT verdict, {_word('verdict')}, count(*) AS count FROM finding GROUP BY verdict"
    return _select(store, query, order=f"list_position({VERDICTS}, verdict)").rename({"verdict_name": "name"})


def duties(store: Store, report_id: str | None = None) -> pl.DataFrame:
    """What the law asks of each report and whether it does it."""
    order = "duty_no, region_code, year, report_id"
    return _select(store, DUTIES, order=order, report_id=report_id)


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


def unbound(store: Store) -> pl.DataFrame:
    """Figures that no indicator claims, counted by noun and reason, most frequent first."""
    return _select(store, UNBOUND, order="figures DESC, noun, reason")


def unbound_reasons(store: Store) -> pl.DataFrame:
    """Why figures stayed unbound: `reason`, `reason_name`, and how many figures of how many reports."""
    query = f"SELECT *, {_word('reason')} FROM ({UNBOUND_REASONS})"
    return _select(store, query, order="figures DESC, reason")


def fault_kinds(store: Store) -> pl.DataFrame:
    """How many faults of each kind the sources have and what was done about them."""
    return _select(store, FAULT_KINDS, order="faults DESC, kind, action")


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
    """The rows of a query that bear the ids given; an id not in the table that defines it raises LookupError."""
    given = {column: value for column, value in ids.items() if value is not None}
    where = " AND ".join(f"{column} = ?" for column in given) or "true"
    with reading(store) as connection:
        for column, value in given.items():
            _must_exist(connection, column, value)
        return frame(connection, f"FROM ({query}) WHERE {where} ORDER BY {order}", *given.values())


def _must_exist(connection: duckdb.DuckDBPyConnection, column: str, value: str) -> None:
    """Raise LookupError with the ids and names that there are, unless `value` is one of them."""
    known = connection.execute(NAMES[column]).fetchall()
    if value not in {name for name, _ in known}:
        there_are = "\n".join(f"  {name}  {title or ''}" for name, title in known)
        raise LookupError(f"unknown {column} {value!r}; there are:\n{there_are}")


def _one(rows: pl.DataFrame) -> dict[str, Any]:
    return rows.row(0, named=True)


VERDICTS = ["contradiction", "truncation", "incomplete", "not_comparable", "rounding", "consistent"]

# The ids that a caller may give: where each is defined, and the name shown beside it.
NAMES = {
    "report_id": "SELECT report_id, title FROM report ORDER BY ALL",
    "domain": "SELECT domain, name FROM domain ORDER BY domain_no",
    "indicator": "SELECT indicator, name FROM indicator ORDER BY indicator_no",
    "verdict": f"SELECT unnest({VERDICTS}), NULL",
}

# What readers see in place of the codes that the tables hold.
WORDS = {
    "level": {
        "province": "省级",
        "prefecture": "市级",
        "county": "县级",
        "township": "乡级",
        "department": "部门",
    },
    "doc_type": {
        "annual_report": "年度报告",
        "work_summary": "工作总结",
        "department_report": "部门报告",
        "npc_inspection_report": "人大视察报告",
        "other": "其他文种",
    },
    "method": {"reported": "报告所称", "computed": "由计数算出", "implied": "由所称比率反推"},
    "verdict": {
        "contradiction": "矛盾",
        "truncation": "截尾",
        "incomplete": "无从复算",
        "not_comparable": "不可比",
        "rounding": "四舍五入",
        "consistent": "相符",
    },
    "reason": {
        "no wording": "目录里没有相当的措辞",
        "ambiguous": "同样说得通的指标不止一个",
        "another place": "说的是别的地方",
        "part of a total": "是总数的一部分,不是总数",
        "table cell or outside the text": "在表格里,或不在正文里",
    },
    "action": {"flag": "只标出", "repair": "有把握复原,原文照录", "strip": "不作正文"},
    "status": {
        "present": "有",
        "partial": "部分",
        "absent": "无",
        "not_applicable": "不适用",
        "unverifiable": "无法核实",
    },
}


def _word(column: str) -> str:
    """SQL that gives the reader's word for a code."""
    cases = " ".join(f"WHEN '{code}' THEN '{word}'" for code, word in WORDS[column].items())
    return f"CASE {column} {cases} END AS {column}_name"


def _link(start: str) -> str:
    """SQL that gives the address, from the site's root, of a place in the text of a report."""
    return f"'report/' || report.report_id || '.html#f' || ({start})"


# A report as readers call it: who speaks, and of which year.
REPORT_NAME = """
concat_ws(' ', CASE WHEN level = 'department' THEN issuer ELSE coalesce(region_path[-1], issuer, title) END,
          report.year || '年') AS report_name
"""

REPORTS = f"""
SELECT report.*, array_to_string(region_path, ' ') AS place, region_path[-1] AS place_name, {REPORT_NAME},
    {_word("level")}, {_word("doc_type")},
    (SELECT count(*) FROM quantity WHERE quantity.report_id = report.report_id) AS quantities,
    (SELECT count(*) FROM quantity WHERE quantity.report_id = report.report_id AND bound) AS quantities_bound,
    (SELECT count(*) FROM observation WHERE observation.report_id = report.report_id) AS observations,
    (SELECT count(*) FROM rate WHERE rate.report_id = report.report_id) AS rates,
    (SELECT count(*) FROM finding WHERE finding.report_id = report.report_id) AS relations_checked,
    (SELECT count(*) FROM finding WHERE finding.report_id = report.report_id AND verdict = 'contradiction')
        AS contradictions,
    (SELECT count(*) FROM fault WHERE fault.report_id = report.report_id) AS faults
FROM report
"""

# What each row on a report shows of it.
OF_REPORT = f"""
{REPORT_NAME}, report.title AS report_title, report.issuer, report.region_code, array_to_string(report.region_path, ' ') AS place,
report.region_path[-1] AS place_name, report.level, report.doc_type, report.year, {_word("level")}, {_word("doc_type")}
"""

OBSERVATIONS = f"""
SELECT observation.*, {_link("observation.span_start")} AS link, role = 'level' AND period IS NULL AS stands, indicator.name AS indicator_name,
    indicator.indicator_no, indicator.kind, domain, domain.name AS domain_name, {OF_REPORT}
FROM observation JOIN report USING (report_id) JOIN indicator USING (indicator) JOIN domain USING (domain)
"""

# A computed rate is shown where its numerator stands, a stated one where it is stated.
RATES = f"""
WITH part AS (
    SELECT report_id, rate_no, part, min(span_start) AS span_start, min_by(sentence, span_no) AS sentence,
        string_agg(text, ' + ' ORDER BY span_no) AS text
    FROM rate_span GROUP BY ALL
), numerator AS (FROM part WHERE part = 'numerator'), denominator AS (FROM part WHERE part = 'denominator'),
stated AS (
    SELECT report_id, indicator, dimension, value, min(span_start) AS span_start, min_by(sentence, span_start) AS sentence
    FROM observation WHERE unit = '%' GROUP BY ALL
)
SELECT rate.*, {_word("method")}, numerator.text || ' ÷ ' || denominator.text AS sum,
    coalesce(numerator.sentence, stated.sentence, denominator.sentence) AS sentence,
    {_link("coalesce(numerator.span_start, stated.span_start, denominator.span_start)")} AS link,
    coalesce(rate.denominator < 30, false) AS small, indicator.name AS indicator_name, indicator.indicator_no, domain, domain.name AS domain_name, {OF_REPORT}
FROM rate JOIN report USING (report_id) JOIN indicator USING (indicator) JOIN domain USING (domain)
    LEFT JOIN numerator USING (report_id, rate_no) LEFT JOIN denominator USING (report_id, rate_no)
    LEFT JOIN stated ON stated.report_id = rate.report_id AND stated.indicator = rate.indicator
        AND stated.dimension = rate.dimension AND stated.value = rate.value
"""

FINDINGS = f"""
SELECT finding.*, {_word("verdict")}, {OF_REPORT},
    coalesce((SELECT list(name ORDER BY indicator_no) FROM indicator WHERE list_contains(finding.indicators, indicator)), [])
        AS indicator_names
FROM finding JOIN report USING (report_id)
"""

DUTIES = f"""
SELECT duty.*, duty_no, legal_duty.name AS duty_name, rule, {_word("status")}, {OF_REPORT}
FROM duty JOIN legal_duty USING (duty) JOIN report USING (report_id)
"""

DOMAINS = """
SELECT domain.*,
    (SELECT count(*) FROM indicator WHERE indicator.domain = domain.domain) AS indicators,
    (SELECT count(*) FROM observation JOIN indicator USING (indicator) WHERE indicator.domain = domain.domain)
        AS observations,
    (SELECT count(DISTINCT report_id) FROM observation JOIN indicator USING (indicator)
     WHERE indicator.domain = domain.domain) AS reports
FROM domain
"""

INDICATORS = """
SELECT indicator.*, domain_no, domain.name AS domain_name,
    (SELECT count(DISTINCT report_id) FROM observation WHERE observation.indicator = indicator.indicator)
        AS reports_stating,
    (SELECT count(DISTINCT report_id) FROM rate WHERE rate.indicator = indicator.indicator AND value IS NOT NULL)
        AS reports_with_rate
FROM indicator JOIN domain USING (domain)
"""

UNBOUND = """
SELECT coalesce(unbound_noun, '') AS noun, coalesce(unbound_reason, '') AS reason, count(*) AS figures,
    count(DISTINCT report_id) AS reports, min(text) AS example
FROM quantity WHERE NOT bound GROUP BY ALL
"""

# A reason may go on after a colon with what it is about.
UNBOUND_REASONS = """
SELECT split_part(unbound_reason, ': ', 1) AS reason, count(*) AS figures, count(DISTINCT report_id) AS reports
FROM quantity WHERE NOT bound GROUP BY ALL
"""

FAULT_KINDS = f"""
SELECT kind, {_word("action")}, action, count(*) AS faults, count(DISTINCT report_id) AS reports FROM fault GROUP BY ALL
"""

COLUMNS = """
SELECT table_name, duckdb_tables.comment AS table_comment, column_name, column_index, data_type,
    duckdb_columns.comment AS column_comment
FROM duckdb_columns JOIN duckdb_tables USING (table_name)
"""

DIGEST = "SELECT '{table}', sha256(string_agg(line, chr(10) ORDER BY line)) FROM (SELECT t::VARCHAR AS line FROM {table} t)"
