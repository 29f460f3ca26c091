"""No page grows with the number of reports: of many each shows some, says which, and what it leaves out is elsewhere."""

import re
from decimal import Decimal
from itertools import pairwise

import pytest

from pipeline import charts, display
from pipeline.codes import LEVELS, STATUSES
from pipeline.display.groups import SHOWN, Group, spread

MANY, MORE = 2000, 4000
YEARS = 10
HEAVIEST = 150_000  # bytes of HTML


def report(number):
    """What every row of a report has."""
    place = f"{number}县"
    return {
        "report_id": f"r{number}",
        "report_name": f"{place} {2015 + number % YEARS}年",
        "year": 2015 + number % YEARS,
        "level": "county",
        "level_name": LEVELS["county"],
        "doc_type": "annual_report",
        "doc_type_name": "年度报告",
        "region_path": [f"{number % 31}省", place],
        "place_name": place,
        "province_id": f"{number % 31}",
        "own_id": None,
        "issuer": None,
        "title": None,
        "contradictions": 1,
        "link": f"report/r{number}.html#f1",
        "sentence": "全年共办理行政复议案件若干件。",
    }


def value(number, **more):
    """An observation, or with `method` a rate, of one indicator."""
    told = {
        "domain": "d",
        "domain_name": "复议",
        "indicator": "d.i",
        "indicator_name": "件数",
        "dimension": "",
        "period": None,
        "role": "level",
        "direction": None,
        "inferred": False,
        "correction_no": None,
        "reason": None,
        "value": Decimal(number % 100),
        "text": f"{number}件",
        "unit": "件",
        "group_no": 0,
    }
    return report(number) | told | more


def rate(number, **more):
    told = {"method": "computed", "method_name": "由计数算出", "basis": "审结", "rate_no": 0, "note": None}
    return value(number, **told, sum="1 ÷ 2", small=False, corrected=False) | more


def arranged(count):
    """Rates in one large group and in many small ones, some that may stand beside none, some that are not given."""
    given = [rate(number) for number in range(count)]
    small = [rate(number, group_no=1 + number) for number in range(count)]
    apart = [rate(number, group_no=None, reason="层级不明") for number in range(count)]
    refused = [
        rate(number, group_no=None, value=None, low=None, high=None, note=f"因{number}")
        for number in range(count)
    ]
    return display.side_by_side([*given, *small, *apart, *refused], [])


def finding(number):
    told = {"finding_no": 0, "verdict": "contradiction", "verdict_name": "矛盾", "note": None}
    return report(number) | told | {"indicator_names": ["件数"], "stated": "3", "recomputed": "1+1=2"}


def duty(number):
    told = {
        "duty": "a",
        "status": "present",
        "status_name": STATUSES["present"],
        "span_start": 5,
        "note": None,
    }
    return report(number) | told


def change(number, kind):
    of_report = kind.startswith("report")
    told = {
        "kind": kind,
        "record": "report" if of_report else "observation",
        "former": "1件",
        "present": "2件",
    }
    return value(number) | told | {"former_indicator_name": None, "former_dimension": None}


def below(count):
    """The page of a province whose one city has many reports of its own."""
    city = {"place_id": "11", "name": "乙市", "parent_id": "1"}
    return display.below("1", [city], [report(number) | {"own_id": "11"} for number in range(count)])


def drawn(panels):
    return "".join(charts.figure(one.to_dict())["text/html"] for one in panels)


def rows(make, count, *more):
    return [make(number, *more) for number in range(count)]


PAGES = {
    "domain": lambda count: display.comparison(rows(value, count)),
    "domain's charts": lambda count: drawn(charts.value_panels(display.comparable(rows(value, count)))),
    "rate": lambda count: display.rate_rows("d.i", arranged(count)),
    "rate's charts": lambda count: drawn(charts.rate_panels(arranged(count).groups, "多少?")),
    "findings": lambda count: display.worst(rows(finding, count), []),
    "duties": lambda count: display.duty_matrix([{"duty": "a", "name": "公开"}], rows(duty, count)),
    "year": lambda count: display.of_year(rows(report, count)),
    "reports": lambda count: display.provinces([], rows(report, count)) + display.years(rows(report, count)),
    "place": below,
    "reports that are new": lambda count: display.changes(
        {"former_edition": "甲版"}, rows(change, count, "report_new")
    ),
    "figures that changed": lambda count: display.changes(
        {"former_edition": "甲版"}, rows(change, count, "figure_changed")
    ),
    "a plain table": lambda count: display.table(
        rows(report, count), {"report_name": "报告"}, most=display.IN_FULL
    ),
    "files that were not read": lambda count: display.refusals(
        {"file": f"{number}.txt", "message": "空"} for number in range(count)
    ),
}


@pytest.fixture(autouse=True)
def look():
    charts.use_for_pages()


@pytest.mark.parametrize("name", PAGES)
def test_twice_the_reports_make_no_page_heavier(name):
    size, doubled = (len(str(PAGES[name](count)).encode()) for count in (MANY, MORE))
    assert size < HEAVIEST
    assert doubled < 1.02 * size + 100, "but for the digits of how many there are"


def test_of_many_values_some_stand_evenly_from_the_lowest_to_the_highest():
    many = [{"value": Decimal(number * 2 % 1001)} for number in range(1001)]
    some = [row["value"] for row in spread(many)]
    assert len(some) == SHOWN == len(set(some))
    assert (some[0], some[-1]) == (0, 1000) and some == sorted(some)
    steps = {after - before for before, after in pairwise(some)}
    assert max(steps) - min(steps) <= 1
    assert spread(many[:SHOWN]) == many[:SHOWN], "and few stay in the order they came in"


def test_a_page_says_that_it_shows_a_part_and_offers_the_whole():
    group = display.side_by_side(rows(rate, MANY), []).groups[0]
    assert f"{MANY} 份中按数值均匀取 {SHOWN} 份" in group.name
    assert isinstance(group, Group) and len(group.shown) == SHOWN
    assert 'href="../rate/d.i.csv" download' in PAGES["rate"](MANY)
    domain = str(PAGES["domain"](MANY))
    assert 'href="../domain/d.csv" download' in domain and f"共 {MANY:,} 个" in domain
    assert set(re.findall(r"县 (\d+)年", domain)) == {"2024"}, "the newest stand there"
    assert 'href="duties.csv" download' in PAGES["duties"](MANY)


def test_a_year_of_very_many_reports_leads_to_the_provinces():
    page = PAGES["year"](MANY)
    assert "report/" not in page and 'href="../place/30.html"' in page
    assert page.count("<li>") == 31
