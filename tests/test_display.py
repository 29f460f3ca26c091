"""What readers see: nothing of the source lost, nothing unescaped, no headline that the report itself contradicts."""

import html
import re
from decimal import Decimal
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import display
from pipeline.codes import STATUSES
from pipeline.display.findings import discrepancy
from pipeline.display.source import HIDDEN

TAG = re.compile(r"<[^>]*>")


def words_of(page):
    return html.unescape(TAG.sub("", str(page)))


def marked(text, **rows):
    given = {
        "sections": [],
        "quantities": [],
        "observations": [],
        "spans": [],
        "contradictions": [],
        "faults": [],
        "anchors": [],
    }
    return str(display.source_text(text, **{**given, **rows}))


def figure(start, end, number=0, **more):
    return {
        "span_start": start,
        "span_end": end,
        "quantity_no": number,
        "text": "",
        "reason_name": "目录里没有",
        **more,
    }


def fault(start, end, kind="lost_unit", note=None):
    return {"span_start": start, "span_end": end, "fault_no": 0, "kind": kind, "note": note}


SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), max_size=8)


@given(st.text(alphabet='共办2件<&>"\r\n 。', min_size=1, max_size=60), SPANS, SPANS)
def test_marks_change_no_character_of_the_source(text, figures, faults):
    """Whatever is marked, overlaps and all, the page holds the text: only blank lines and line ends go."""
    rows = [figure(start, start + length, number) for number, (start, length) in enumerate(figures)]
    broken = [fault(start, start + length) for start, length in faults]
    shown = words_of(marked(text, quantities=rows, faults=broken))
    assert shown.replace("\n", "") == "".join(line for line in text.splitlines() if line.strip())


@pytest.mark.parametrize(
    "rows, expected",
    [
        (
            {
                "quantities": [figure(2, 5)],
                "observations": [{"observation_no": 7, "span_start": 2, "indicator_name": "受理"}],
            },
            '<a class="bound" id="f2" href="#o7" title="受理">20件</a>',
        ),
        (
            {"quantities": [figure(2, 5, 3)]},
            '<a class="unbound" id="f2" href="#u3" title="未归入指标:目录里没有">20件</a>',
        ),
        (
            {
                "quantities": [figure(2, 5)],
                "contradictions": [{"span_start": 0, "span_end": 5, "finding_no": 1}],
            },
            'class="contradiction" id="f2" href="#k1"',
        ),
        (
            {"faults": [fault(2, 5, note="缺<单位>")]},
            '<a class="fault" id="f2" href="#x0" title="缺&lt;单位&gt;">20件</a>',
        ),
        ({"anchors": [{"span_start": 1}]}, '<span id="f1">办20件。</span>'),
        (
            {
                "sections": [
                    {"span_start": 0, "section_no": 4, "depth": 1, "label": "一、", "heading": "成效"}
                ]
            },
            'id="s4"',
        ),
    ],
    ids=["bound", "unbound", "contradicted", "broken", "a place without a figure", "section"],
)
def test_every_mark_has_its_address_and_its_way_back(rows, expected):
    assert expected in marked("共办20件。", **rows)


def test_a_figure_told_again_is_bound_where_it_is_told_again():
    observation = {"observation_no": 0, "span_start": 0, "indicator_name": "受理"}
    again = {"observation_no": 0, "part": "also", "span_start": 4}
    page = marked(
        "2件,共2件", quantities=[figure(0, 2), figure(4, 6, 1)], observations=[observation], spans=[again]
    )
    assert page.count('class="bound"') == 2


def test_planted_words_are_covered_whatever_else_stands_there():
    page = marked("县赌博广告公报", faults=[fault(1, 5, "hijacked_name"), fault(3, 5)])
    assert "赌博广告" not in words_of(page)
    assert words_of(page).count(HIDDEN) == 1


@pytest.mark.parametrize(
    "sentence, texts, expected",
    [
        ("受理3件。", ["3件"], "受理<mark>3件</mark>。"),
        ("3件、3件", ["3件", "3件"], "<mark>3件</mark>、<mark>3件</mark>"),
        ("<b>3件", ["3件"], "&lt;b&gt;<mark>3件</mark>"),
        ("甲" * 50 + "3件" + "乙" * 50, ["3件"], f"…{'甲' * 40}<mark>3件</mark>{'乙' * 40}…"),
        ("另一句", ["3件", "4<件"], "3件 … 4&lt;件"),
    ],
)
def test_an_excerpt_marks_each_figure_once(sentence, texts, expected):
    assert display.excerpt(sentence, *texts) == expected


def rate(indicator="mediation.people_success_rate", method="computed", value="96", **more):
    given = {
        "value": value and Decimal(value),
        "low": None,
        "high": None,
        "dimension": "",
        "period": None,
        "link": "report/a.html#f5",
        "numerator": None,
        "denominator": None,
    }
    return (
        {
            "indicator": indicator,
            "indicator_name": indicator,
            "method": method,
            "method_name": method,
            "sum": "",
            "small": False,
        }
        | given
        | more
    )


@pytest.mark.parametrize(
    "rates, findings, shown",
    [
        ([rate()], [], ["96.00"]),
        ([rate(method="reported", value="91")], [], ["91"]),
        ([rate(method="reported", value="96.1"), rate()], [], ["96.00"]),
        ([rate(method="implied")], [], []),
        ([rate(value=None)], [], []),
        ([rate(dimension="channel=大厅")], [], []),
        ([rate()], [{"verdict": "contradiction", "indicators": ["mediation.people_success_rate"]}], []),
        ([rate("other.rate", value="1"), rate()], [], ["96.00", "1.00"]),
        ([rate(value="100", numerator=Decimal(7), denominator=Decimal(7)), rate(method="reported")], [], []),
    ],
    ids=[
        "computed",
        "stated",
        "computed first",
        "implied never",
        "refused",
        "of a part",
        "contradicted",
        "in order",
        "of equal counts",
    ],
)
def test_headlines_are_fit_to_lead(rates, findings, shown):
    report = {"quantities": 40, "quantities_bound": 20, "relations_checked": 0, "contradictions": 0}
    page = str(display.headline(report, rates, findings))
    assert re.findall(r'card-value">([\d.]+)', page) == shown


def test_a_report_without_figures_says_so():
    report = {"quantities": 0, "quantities_bound": 0, "relations_checked": 0, "contradictions": 0}
    assert "没有数字" in display.headline(report, [], [])
    assert "没有数字能归入" in display.figures([], [])
    assert "没有能够互相核对的数字" in display.findings([], [])


def compared(report, group, number=0):
    kind = {
        "level": "county",
        "level_name": "县级",
        "doc_type_name": "年度报告",
        "year": 2023,
        "basis": "审结",
        "method_name": "由计数算出",
    }
    return {"report_id": report, "rate_no": number, "group_no": group, "dimension": ""} | kind


def test_rates_stand_in_their_groups_beside_what_fits_all_of_them():
    rows = [compared("b", 1), compared("a", 0), compared("c", 0), compared("d", None)]
    fits = {
        "record": "rate",
        "record_no": 0,
        "reference_year": 2023,
        "reference": Decimal(15),
        "source_title": "白皮书",
    }
    beside = [
        {**fits, "report_id": one, "scope": scope}
        for one, scope in [("a", "全国"), ("c", "全国"), ("a", "山东省")]
    ]
    arranged = display.side_by_side(rows, beside)
    assert [[row["report_id"] for row in group.rows] for group in arranged.groups] == [["a", "c"], ["b"]]
    assert [row["scope"] for row in arranged.groups[0].references] == ["全国"]
    assert [row["report_id"] for row in arranged.apart] == ["d"]
    assert arranged.groups[0].name == "县级年度报告 · 2023年 · 分母:审结 · 由计数算出"


def change(kind, **more):
    row = {
        "kind": kind,
        "record": "report" if kind.startswith("report") else "observation",
        "report_id": "dongshan",
    }
    row |= {
        "report_name": "东山县 2023年",
        "indicator_name": "受理<件数>",
        "dimension": "",
        "former": None,
        "present": None,
    }
    return (
        row | {"former_indicator_name": None, "former_dimension": None, "link": None, "sentence": None} | more
    )


def test_the_first_edition_says_that_it_has_no_other_to_be_compared_with():
    assert words_of(display.changes({"former_edition": None}, [])).strip() == "这是第一版,没有上一版可比。"
    assert "没有变化" in words_of(display.changes({"former_edition": "甲版"}, []))


def test_changes_show_old_and_new_and_lead_to_the_sentence():
    rows = [
        change("report_new", link="report/dongshan.html"),
        change(
            "figure_changed",
            former="32件",
            present="33件",
            link="report/dongshan.html#f7",
            sentence="“审结”33件",
        ),
        change(
            "figure_moved",
            former="4件",
            present="4件",
            former_indicator_name="纠错件数",
            former_dimension="scope=县级",
        ),
        change("figure_gone", former="5件"),
    ]
    shown = str(display.changes({"former_edition": "甲版"}, rows))
    words = words_of(shown)
    assert 'href="../report/dongshan.html#f7" title="“审结”33件">33件</a>' in shown
    for said in ("与甲版相比。", "新收录的报告", "受理<件数>", "32件", "原归“纠错件数 县级”", "不再给出"):
        assert said in words
    assert "不再收录" not in words and "没有变化" not in words


def correction(**more):
    row = {
        "action": "corrected",
        "action_name": "更正",
        "indicator_name": "审结件数",
        "dimension": "",
        "value": Decimal(32),
    }
    row |= {
        "new_indicator_name": "审结件数",
        "new_dimension": "",
        "new_value": Decimal(80),
        "span_start": 7,
        "text": "32件",
    }
    return row | {"reason": "漏读“八”。", "source": "原网页"} | more


def test_corrections_show_what_was_read_and_what_is_published():
    words = words_of(display.corrections([correction()]))
    assert "程序读作“审结件数” 32,更正为“审结件数” 80。" in words and "漏读“八”。 依据:原网页" in words
    withheld = correction(action="withheld", action_name="撤下", new_indicator_name=None, new_value=None)
    assert "32,不作为观测值公布。" in words_of(display.corrections([withheld]))
    assert words_of(display.corrections([])).strip() == ""


@pytest.mark.parametrize(
    "text, more, expected",
    [
        ("208件", {}, ""),
        ("1,463件", {"value": Decimal(1463)}, ""),
        ("18.1万余份", {"value": Decimal(181000), "unit": "份", "approximation": "over"}, "即 181,000份以上"),
        ("近3万人", {"value": Decimal(30000), "unit": "人", "approximation": "under"}, "即 30,000人以下"),
        ("3至5天", {"value": Decimal(3), "value_high": Decimal(5), "unit": "天"}, "即 3–5天"),
        ("4项", {"value": Decimal("4.000000"), "unit": "项"}, ""),
    ],
)
def test_a_figure_is_spelt_out_where_its_text_is_not_plain(text, more, expected):
    row = {"value": Decimal(208), "value_high": None, "unit": "件", "approximation": "exact", "text": text}
    assert display.plainly(row | more) == expected


def test_a_change_says_which_way_it_went():
    assert display.per_cent(rate(value="25", direction="down")) == "减25.00%"


def reported(name, own_id, **more):
    row = {
        "report_id": name,
        "report_name": f"{name}县 2023年",
        "own_id": own_id,
        "region_path": ["甲省", f"{name}县"],
        "place_name": f"{name}县",
        "issuer": f"{name}县人民政府",
        "title": None,
        "year": 2023,
        "level": "county",
        "doc_type": "annual_report",
        "doc_type_name": "年度报告",
        "contradictions": 0,
        "province_id": "1",
    }
    return row | more


def place(place_id, name, parent=None, reports=0, below=0):
    return {
        "place_id": place_id,
        "name": name,
        "parent_id": parent,
        "reports": reports,
        "reports_below": below,
    }


PLACES = [
    place("1", "甲省", below=2),
    place("11", "乙<市", "1", below=2),
    place("11-丙", "丙县", "11", reports=2),
]


def test_the_way_to_a_place_is_links_but_for_itself():
    assert re.findall(r'href="([^"]*)"', display.way(PLACES, here=True)) == [
        "../place/1.html",
        "../place/11.html",
    ]
    assert "乙&lt;市" in display.way(PLACES)
    assert "place/11-%E4%B8%99.html" in display.way(PLACES)


@pytest.mark.parametrize("count, links", [(2, 2), (300, 0)])
def test_below_a_place_its_reports_are_listed_as_far_as_there_is_room(count, links):
    reports = [reported(f"r{number}", "11-丙", year=2000 + number) for number in range(count)]
    page = display.below("1", PLACES[1:], reports)
    assert page.count("../report/") == links
    assert ("下辖 300 份" in page) == (count == 300)
    assert "../place/11.html" in page
    assert "没有收录" in display.below("11-丙", [], [])


def told(year, value):
    row = {"year": year, "text": value, "link": f"report/r{year}.html#f1", "report_name": f"甲县 {year}年"}
    return row | {"indicator_name": "件数", "dimension": ""}


def test_through_the_years_what_may_not_be_joined_is_folded_away_with_its_reason():
    rows = [told(2022, "3件"), told(2023, "5件")]
    page = str(display.through_years([Told(rows, [None, None]), Told(rows, [None, "期间不同"])]))
    joined, _, apart = page.partition("<details")
    assert "可以连起来看" in joined and "2023年:期间不同" in apart
    assert 'data-report="甲县 2023年"><a href="../report/r2023.html#f1">5件</a>' in joined
    assert "看不出变化" in display.through_years([])


class Told(NamedTuple):
    rows: list
    breaks: list


def test_a_place_shows_its_governments_newest_report():
    own = [
        reported("old", "1", year=2021),
        reported("bureau", "1", year=2024, level="department"),
        reported("new", "1", year=2023),
    ]
    counted = {"quantities": 9, "quantities_bound": 1, "relations_checked": 0}
    told = [
        rate(report_id="new", link="report/new.html#f5"),
        rate(report_id="old", value="7"),
        {"report_id": "new", "value": 3},
    ]
    page = display.headline_of_newest([row | counted for row in own], told, [])
    assert 'href="../report/new.html#f5"' in page and 'data-report="new县 2023年"' in page
    assert re.findall(r'card-value">([\d.]+)', page) == ["96.00"]
    assert display.headline_of_newest([], [], []) == ""


def test_the_finder_knows_each_report_by_its_place():
    index = display.finder_index(PLACES, [reported("a", "11-丙"), reported("b", None, year=None, level=None)])
    assert index["places"][2] == ["11-丙", "丙县", 1, 2]
    assert index["reports"] == [["a", "a县 2023年", 2, 2023, "county"], ["b", "b县 2023年", -1, None, ""]]


def test_a_report_without_a_place_is_not_lost():
    page = display.provinces(PLACES, [reported("a", "11-丙"), reported("b", None)], root="../")
    assert re.findall(r'href="([^"]*)"', page) == ["../place/1.html", "../report/b.html"]


def test_years_count_reports_by_level_and_lead_to_their_lists():
    page = display.years([reported("a", "1"), reported("b", "1"), reported("c", "1", level="department")])
    assert re.findall(r'year/2023.html#(\w+)" aria-label="[^"]*">(\d+)', page) == [
        ("county", "2"),
        ("department", "1"),
    ]
    listed = display.of_year([reported("a", "1"), reported("b", "1", level=None, region_path=None)])
    assert 'id="county"' in listed and "层级不明" in listed and "所在地不明" in listed


def duty(report, name="a", status="present", **more):
    row = {
        "report_id": report,
        "report_name": report,
        "duty": name,
        "status": status,
        "status_name": STATUSES[status],
        "span_start": 5,
        "note": None,
        "doc_type_name": "工作总结",
        "year": 2023,
    }
    return row | more


def test_duties_stand_in_words_and_lead_to_their_evidence():
    known = [{"duty": "a", "name": "公开"}, {"duty": "b", "name": "不足"}]
    rows = [duty("x"), duty("x", "b", "absent", span_start=None), duty("y", status="not_applicable")]
    page = display.duty_matrix(known, rows)
    assert '<a href="report/x.html#f5">有</a>' in page
    assert re.search(
        r'class="duty-cell absent"[^>]*><span class="mark" aria-hidden="true"></span>无</td>', page
    )
    assert "不作检查的 1 份" in page
    many = display.duty_matrix(known, [duty(f"r{number}", year=2000 + number) for number in range(99)])
    assert many.count("<tr>") == 61 and "有 99 份" in many
    assert "report/r98.html" in many and "report/r0.html" not in many, "the newest stand there"


def finding(report, number=0, **more):
    row = {
        "report_id": report,
        "finding_no": number,
        "verdict": "contradiction",
        "verdict_name": "矛盾",
        "report_name": report,
        "indicator_names": ["件数"],
        "stated": "3",
        "recomputed": "1+1=2",
        "note": None,
        "year": 2023,
    }
    return row | more


def test_of_many_contradictions_the_first_stand_in_full_and_the_others_by_year():
    rows = [finding("a"), finding("b", 1), finding("b", 2, year=2024), finding("c", 3)]
    spans = [{"report_id": "a", "finding_no": 0, "span_start": 9, "sentence": "共3件", "text": "3件"}]
    page = display.worst(rows, spans, most=1)
    assert page.count("<article") == 1
    assert 'href="report/a.html#f9"' in page and "<mark>3件</mark>" in page
    assert re.findall(r'href="(year/\d+.html)">\d+年</a> (\d) 处', page) == [
        ("year/2024.html", "1"),
        ("year/2023.html", "2"),
    ]
    assert "没有发现矛盾" in display.worst([], [])


@pytest.mark.parametrize(
    "stated, recomputed, expected",
    [
        ("91项", "4+87=90", 1 / 90),
        ("18.18%", "32÷208=15.38%", (18.18 - 15.38) / 15.38),
        ("106件 / 402件", "402>106", 296 / 106),
        ("６９．０３%", "49÷62=79.03%", 10 / 79.03),
        ("8，249项", "1123+126=1249", 7000 / 1249),
        ("1.2万件", "4000+6000=10000", 0.2),
        ("减2起、减9.53%", "基期21;2÷21=9.52%", 0.01 / 9.52),
        ("正文2015年", "标题2016年", 0),
        ("5件", "0", 0),
    ],
)
def test_how_far_a_report_is_from_its_own_figures(stated, recomputed, expected):
    told = finding("a", stated=stated, recomputed=recomputed)
    assert discrepancy(told) == pytest.approx(expected)


def test_findings_stand_by_verdict_then_by_discrepancy_then_the_newest_first():
    rows = [
        finding("small"),
        finding("old", year=2019),
        finding("large", stated="9"),
        finding("first", verdict="truncation", stated="99"),
    ]
    assert [row["report_id"] for row in display.largest_first(rows)] == ["large", "small", "old", "first"]


def test_rates_that_are_not_given_are_named_by_reason():
    refused = [
        compared(one, None)
        | {"value": None, "low": None, "high": None, "note": "报告未述审结件数", "link": None, "sum": None}
        for one in "xyz"
    ]
    rows = [
        row | {"method": "computed", "report_name": row["report_id"], "indicator": "i"} for row in refused
    ]
    page = display.rate_rows("i", display.side_by_side(rows, []))
    assert "没有可以并列的数值" in page
    assert re.search(r"报告未述审结件数 <span class=\"quiet\">3 份", page)


def reference(value, **more):
    row = {
        "scope": "全国",
        "year": 2023,
        "period": None,
        "value": Decimal(value),
        "unit": "件",
        "approximation": "exact",
        "role": "level",
        "dimension": "",
        "variant": None,
        "note": None,
        "source_title": "白皮书",
        "source_url": "https://example.org",
        "reprint": False,
    }
    return row | more


def test_two_values_of_one_thing_both_stand_and_it_is_said():
    page = display.references([reference("315000", variant="新收"), reference("385000", variant="办结")])
    assert "有 2 个数(315,000件,新收、385,000件,办结)" in page
    assert "不替读者挑" not in display.references([reference("1"), reference("2", year=2022)])


def test_no_link_leads_to_a_reprint():
    page = display.references([reference("1", reprint=True)])
    assert "href" not in page and "只见于转载" in page


@pytest.mark.parametrize(
    "file, faults, link",
    [
        ("data/reports/a.txt", [], 'href="../source/a.txt" download="a.txt"'),
        ("data/reports/a.html", [], 'href="../source/a.html.txt" download="a.html"'),
        ("data/reports/a.txt", [{"kind": "hijacked_name"}], None),
    ],
)
def test_the_original_is_there_to_download_unless_it_was_hijacked(file, faults, link):
    report = {
        "file": file,
        "report_id": "a",
        "report_name": "甲",
        "sha256": "0f",
        "encoding": "utf-8",
        "characters": 9,
    }
    page = display.original(report, faults)
    assert (link in page) if link else ("source/" not in page)
    assert "0f" in page and 'href="../mistake.html"' in page


def test_the_catalogue_says_where_an_indicator_occurs():
    indicator = {"domain": "d", "domain_name": "复议", "indicator": "d.i", "name": "件数", "unit": "件"}
    about = {
        "reports_with_rate": 0,
        "reports_stating": 9,
        "definition": "<定义>",
        "formula": None,
        "caveat": None,
    }
    source = {"source_title": "办法", "source_url": None}
    seen = [
        {"indicator": "d.i", "report_name": "甲", "link": f"report/r{number}.html#f1", "reports": 9}
        for number in range(2)
    ]
    page = display.catalogue([indicator | about | source], seen)
    assert page.count("report/r") == 2
    assert "等 9 份" in page and "&lt;定义&gt;" in page


BESIDE = {
    "record_no": 3,
    "scope": "全国",
    "reference_year": 2023,
    "reference": Decimal("12.83"),
    "unit": "%",
    "variant": "占审结",
    "source_title": "白皮书",
    "source_url": "https://example.org/a",
    "reprint": False,
}


def given_rate(number, **more):
    row = rate(indicator="reconsideration.correction_rate", basis="审结", note=None, corrected=False)
    return (
        row
        | {"rate_no": number, "numerator": Decimal(9), "denominator": Decimal(49), "value": Decimal("18.37")}
        | more
    )


def test_a_rate_is_written_out_beside_what_it_may_be_measured_by():
    spans = [
        {"rate_no": 3, "part": part, "span_start": start, "text": text}
        for part, start, text in [
            ("numerator", 5, "5件"),
            ("numerator", 8, "4件"),
            ("denominator", 12, "49件"),
        ]
    ]
    refused = given_rate(4, value=None, numerator=None, note="报告未述审结件数")
    page = display.rates([given_rate(3), refused], spans, [BESIDE | {"record": "rate"}])
    sum_told = '(<a href="#f5">5件</a> + <a href="#f8">4件</a>) ÷ <a href="#f12">49件</a>'
    assert sum_told in page and '<span class="value">18.37%</span>' in page
    assert "参照:全国 2023年 12.83%(占审结)" in page and 'href="https://example.org/a"' in page
    assert "不给出的 1 个比率" in page and page.count("报告未述审结件数") == 1
    assert "参照" not in display.rates([given_rate(3)], spans, [BESIDE | {"record": "observation"}])


def test_what_is_said_of_one_rate_and_part_is_one_entry():
    rows = [
        given_rate(0, method="reported"),
        given_rate(1),
        given_rate(2, dimension="channel=网上"),
        given_rate(3, dimension="channel=网上", period="累计"),
    ]
    page = str(display.rates(rows, []))
    entries = [re.findall(r'id="r(\d)"', entry) for entry in page.split("<dd>")[1:]]
    assert entries == [["0", "1"], ["2"], ["3"]]
    assert page.count("<dt>") == 1


def test_a_report_says_what_it_says_in_its_own_headings():
    rows = [(0, 1, "成效"), (1, 2, "审<批"), (2, 3, "细目"), (3, 1, "不足")]
    sections = [
        {"section_no": number, "depth": depth, "label": "", "heading": heading}
        for number, depth, heading in rows
    ]
    page = display.outline(sections)
    assert re.findall(r'href="(#s\d)">([^/]*)</a>', page) == [
        ("#s0", "成效"),
        ("#s1", "审&lt;批"),
        ("#s3", "不足"),
    ]
    assert "没有分出章节" in display.outline([])


def test_a_figure_shows_value_unit_reference_and_who_corrected_it():
    row = {
        "observation_no": 3,
        "domain": "d",
        "domain_name": "普法",
        "indicator": "d.i",
        "indicator_name": "份数",
        "dimension": "channel=网上",
        "period": None,
        "role": "level",
        "direction": None,
        "inferred": False,
        "value": Decimal(181000),
        "value_high": None,
        "unit": "份",
        "approximation": "over",
        "text": "18.1万余份",
        "span_start": 7,
        "correction_no": None,
        "correction_reason": None,
        "value_read": None,
    }
    page = display.figures(
        [row], [{"part": "also", "observation_no": 3, "span_start": 40}], [BESIDE | {"record": "observation"}]
    )
    assert '<a href="#f7">18.1万余份</a>' in page and "即 181,000份以上" in page
    assert 'href="#f40">再述' in page and "参照:全国" in page and 'id="o3"' in page
    corrected = row | {"correction_no": 0, "correction_reason": "连写", "value_read": Decimal(18)}
    assert "人工更正" in display.figures([corrected], []) and "程序读作 18" in display.figures(
        [corrected], []
    )
