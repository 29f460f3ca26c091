"""The questions that `read` asks, in SQL, and the words that readers see in place of the codes that the tables hold."""

from __future__ import annotations

from pipeline import codes

VERDICTS = ["contradiction", "truncation", "incomplete", "not_comparable", "rounding", "consistent"]

# The ids that a caller may give: where each is defined, and the name shown beside it.
NAMES = {
    "report_id": "SELECT report_id, title FROM report ORDER BY ALL",
    "domain": "SELECT domain, name FROM domain ORDER BY domain_no",
    "indicator": "SELECT indicator, name FROM indicator ORDER BY indicator_no",
    "verdict": f"SELECT unnest({VERDICTS}), NULL",
    "place_id": "SELECT DISTINCT place_id, name FROM report_place ORDER BY ALL",
    "year": "SELECT DISTINCT year::VARCHAR, NULL FROM report WHERE year IS NOT NULL ORDER BY ALL",
}

# What readers see in place of the codes that the tables hold.
WORDS = {
    "level": codes.LEVELS,
    "doc_type": codes.DOC_TYPES,
    "method": codes.METHODS,
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
        "withheld": "核对后撤下",
        "table cell or outside the text": "在表格里,或不在正文里",
    },
    "action": {
        "corrected": "更正",
        "withheld": "撤下",
        "flag": "只标出",
        "repair": "有把握复原,原文照录",
        "strip": "不作正文",
    },
    "status": codes.STATUSES,
}


def word(column: str) -> str:
    """SQL that gives the reader's word for the code in a column, `method_name` for `method` or `rate.method`."""
    name = column.rpartition(".")[2]
    cases = " ".join(f"WHEN '{code}' THEN '{told}'" for code, told in WORDS[name].items())
    return f"CASE {column} {cases} END AS {name}_name"


def link(start: str) -> str:
    """SQL that gives the address, from the site's root, of a place in the text of a report."""
    return f"'report/' || report.report_id || '.html#f' || ({start})"


# A report as readers call it: who speaks, and of which year.
REPORT_NAME = """
concat_ws(' ', CASE WHEN level = 'department' THEN issuer ELSE coalesce(region_path[-1], issuer, title) END,
          report.year || '年') AS report_name
"""

REPORTS = f"""
SELECT report.*, array_to_string(region_path, ' ') AS place, region_path[-1] AS place_name, {REPORT_NAME},
    {word("level")}, {word("doc_type")},
    (SELECT count(*) FROM quantity WHERE quantity.report_id = report.report_id) AS quantities,
    (SELECT count(*) FROM quantity WHERE quantity.report_id = report.report_id AND bound) AS quantities_bound,
    (SELECT count(*) FROM observation WHERE observation.report_id = report.report_id) AS observations,
    (SELECT count(*) FROM rate WHERE rate.report_id = report.report_id) AS rates,
    (SELECT count(*) FROM finding WHERE finding.report_id = report.report_id) AS relations_checked,
    (SELECT count(*) FROM finding WHERE finding.report_id = report.report_id AND verdict = 'contradiction')
        AS contradictions,
    (SELECT count(*) FROM fault WHERE fault.report_id = report.report_id) AS faults,
    (SELECT max_by(place_id, step) FROM report_place WHERE report_place.report_id = report.report_id) AS own_id,
    (SELECT min_by(place_id, step) FROM report_place WHERE report_place.report_id = report.report_id) AS province_id
FROM report
"""

# What each row on a report shows of it.
OF_REPORT = f"""
{REPORT_NAME}, report.title AS report_title, report.issuer, report.region_code, report.region_path, array_to_string(report.region_path, ' ') AS place,
report.region_path[-1] AS place_name, report.level, report.doc_type, report.year, {word("level")}, {word("doc_type")}
"""

# Each place on the path of a report, with how many reports are of it and how many of what is below it.
PLACES = """
WITH way AS (
    SELECT report_id, step, place_id, name, lag(place_id) OVER one AS parent_id, lead(place_id) OVER one IS NULL AS own
    FROM report_place WINDOW one AS (PARTITION BY report_id ORDER BY step)
)
SELECT place_id, arg_max(name, coalesce(year, 0)) AS name, min(step) AS step, min(parent_id) AS parent_id,
    count(*) FILTER (own) AS reports, count(*) FILTER (NOT own) AS reports_below,
    min(year) AS first_year, max(year) AS last_year
FROM way JOIN report USING (report_id) GROUP BY place_id
"""

# The reports that are of a place itself, not of one below it.
OWN_PLACE = "SELECT report_id, max_by(place_id, step) AS place_id FROM report_place GROUP BY report_id"

OBSERVATIONS = f"""
SELECT observation.*, correction.value AS value_read, correction.reason AS correction_reason,
    correction.source AS correction_source, {link("observation.span_start")} AS link, role = 'level' AND period IS NULL AS stands, indicator.name AS indicator_name,
    indicator.indicator_no, indicator.kind, domain, domain.name AS domain_name, {OF_REPORT}
FROM observation JOIN report USING (report_id) JOIN indicator USING (indicator) JOIN domain USING (domain)
    LEFT JOIN correction ON correction.report_id = observation.report_id AND correction.correction_no = observation.correction_no
"""

# A computed rate is shown where its numerator stands, a stated one where it is stated: as an observation of the rate, or
# else as the only figure of that many per cent.
RATES = f"""
WITH part AS (
    SELECT report_id, rate_no, part, min(span_start) AS span_start, min_by(sentence, span_no) AS sentence,
        string_agg(text, ' + ' ORDER BY span_no) AS texts, CASE WHEN count(*) > 1 THEN '(' || texts || ')' ELSE texts END AS text
    FROM rate_span GROUP BY ALL
), numerator AS (FROM part WHERE part = 'numerator'), denominator AS (FROM part WHERE part = 'denominator'),
stated AS (
    SELECT report_id, indicator, dimension, value, min(span_start) AS span_start, min_by(sentence, span_start) AS sentence
    FROM observation WHERE unit = '%' GROUP BY ALL
), alone AS (
    SELECT report_id, value, min(span_start) AS span_start, min(sentence) AS sentence
    FROM quantity WHERE unit = '%' GROUP BY report_id, value HAVING count(*) = 1
)
SELECT rate.*, {word("rate.method")}, numerator.text || ' ÷ ' || denominator.text AS sum,
    coalesce(numerator.sentence, stated.sentence, alone.sentence, denominator.sentence) AS sentence,
    {link("coalesce(numerator.span_start, stated.span_start, alone.span_start, denominator.span_start)")} AS link,
    coalesce(rate.denominator < 30, false) AS small, indicator.name AS indicator_name, indicator.indicator_no, domain, domain.name AS domain_name, {OF_REPORT}
FROM rate JOIN report USING (report_id) JOIN indicator USING (indicator) JOIN domain USING (domain)
    LEFT JOIN numerator USING (report_id, rate_no) LEFT JOIN denominator USING (report_id, rate_no)
    LEFT JOIN stated ON stated.report_id = rate.report_id AND stated.indicator = rate.indicator
        AND stated.dimension = rate.dimension AND stated.value = rate.value
    LEFT JOIN alone ON alone.report_id = rate.report_id AND rate.method = 'reported' AND alone.value = rate.value
"""

# The same with what each may stand beside, which other reports decide: a page of one report does not ask for it.
GROUPED = {
    record: f"""
SELECT value.*, group_no, comparison.reason FROM ({rows}) AS value
    LEFT JOIN comparison ON record = '{record}' AND comparison.report_id = value.report_id AND record_no = {record}_no
"""
    for record, rows in {"observation": OBSERVATIONS, "rate": RATES}.items()
}

# What decides beside what a value may stand, and nothing else: there is a row for every figure of every report.
TO_COMPARE = {
    "rate": """
SELECT rate_no, report_id, indicator, dimension, period, method, value, low, high, direction, basis, numerator, denominator,
    level, doc_type, region_code, region_path, year, indicator_no
FROM rate JOIN report USING (report_id) JOIN indicator USING (indicator)
""",
    "observation": """
SELECT observation_no, report_id, indicator, dimension, period, value, value_high, observation.unit, approximation,
    level, doc_type, region_code, region_path, year, indicator_no
FROM observation JOIN report USING (report_id) JOIN indicator USING (indicator)
WHERE role = 'level' AND period IS NULL
""",
}

QUANTITIES = f"""
SELECT *, {word("reason")} FROM (SELECT *, split_part(unbound_reason, ': ', 1) AS reason FROM quantity)
"""

CORRECTIONS = f"""
SELECT correction.*, {word("correction.action")}, indicator.name AS indicator_name, new.name AS new_indicator_name,
    {link("correction.span_start")} AS link, {OF_REPORT}
FROM correction JOIN report USING (report_id) JOIN indicator USING (indicator)
    LEFT JOIN indicator AS new ON new.indicator = new_indicator
"""

# Figures of a report stand together; an indicator that the catalogue has no more goes by its id.
CHANGES = """
SELECT change.*, coalesce(indicator.name, change.indicator) AS indicator_name,
    coalesce(other.name, former_indicator) AS former_indicator_name
FROM change LEFT JOIN indicator USING (indicator) LEFT JOIN indicator AS other ON other.indicator = former_indicator
"""

FINDINGS = f"""
SELECT finding.*, {word("verdict")}, {OF_REPORT},
    coalesce((SELECT list(name ORDER BY indicator_no) FROM indicator WHERE list_contains(finding.indicators, indicator)), [])
        AS indicator_names
FROM finding JOIN report USING (report_id)
"""

DUTIES = f"""
SELECT duty.*, duty_no, legal_duty.name AS duty_name, rule, {word("status")}, {OF_REPORT}
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

# In which reports each indicator is told, the newest first, and where first in each.
OCCURRENCES = f"""
WITH told AS (
    SELECT indicator, report_id, min(span_start) AS span_start FROM observation GROUP BY ALL
), ordered AS (
    SELECT *, row_number() OVER newest AS place, count(*) OVER (PARTITION BY indicator) AS reports
    FROM told JOIN report USING (report_id)
    WINDOW newest AS (PARTITION BY indicator ORDER BY year DESC, report_id)
)
SELECT indicator, report_id, {REPORT_NAME}, {link("span_start")} AS link, reports, place FROM ordered AS report
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
SELECT kind, {word("action")}, action, count(*) AS faults, count(DISTINCT report_id) AS reports FROM fault GROUP BY ALL
"""

COLUMNS = """
SELECT table_name, duckdb_tables.comment AS table_comment, column_name, column_index, data_type,
    duckdb_columns.comment AS column_comment
FROM duckdb_columns JOIN duckdb_tables USING (table_name)
"""

DIGEST = "SELECT '{table}', sha256(string_agg(line, chr(10) ORDER BY line)) FROM (SELECT t::VARCHAR AS line FROM {table} t)"

METHODS = """
SELECT indicator, indicator_no, indicator.name AS indicator_name, formula,
    count(value) FILTER (method = 'reported') AS reported, count(value) FILTER (method = 'computed') AS computed,
    count(value) FILTER (method = 'implied') AS implied,
    count(*) FILTER (value IS NULL AND coalesce(low, high) IS NOT NULL) AS bounded,
    count(*) FILTER (coalesce(value, low, high) IS NULL) AS refused
FROM rate JOIN indicator USING (indicator) GROUP BY ALL
"""

# What a reason is about, without the two things that differ.
REASONS_APART = """
SELECT split_part(reason, '(', 1) AS reason, count(*) FILTER (record = 'rate') AS rates, count(*) FILTER (record = 'observation') AS observations
FROM comparison WHERE comparison.reason IS NOT NULL GROUP BY ALL
"""

# The rows that a reference may stand beside, rates and observations alike.
REFERENCES_BESIDE = f"""
WITH row AS (
    SELECT 'rate' AS record, report_id, rate_no AS record_no, indicator, value FROM rate
    UNION ALL SELECT 'observation', report_id, observation_no, indicator, value FROM observation
)
SELECT {REPORT_NAME}, report_id, record, record_no, nearness, row.indicator, indicator.name AS indicator_name, indicator_no,
    row.value, scope, reference_value.year AS reference_year, reference_value.value AS reference,
    reference_value.unit, variant, reference_value.source_title, reference_value.source_url, reprint
FROM reference_match JOIN row USING (record, report_id, record_no) JOIN report USING (report_id)
    JOIN reference_value USING (reference_no) JOIN indicator ON indicator.indicator = row.indicator
"""

COVERAGE = f"""
SELECT coverage.*, name, indicator_no, domain, domain_no, domain_name
FROM coverage JOIN ({INDICATORS}) USING (indicator)
"""
