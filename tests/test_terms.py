"""Key terms and boilerplate: measured against other reports, never against the report itself, numbers never read."""

import subprocess
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline import reading, terms
from pipeline.catalogue import load
from pipeline.records import Fault, Refusal, Source

REPORTS = Path(__file__).parent.parent / "data" / "reports"
SET_PHRASE = "坚持以习近平新时代中国特色社会主义思想为指导,深入贯彻落实党中央国务院决策部署。"


def report(name, *sentences):
    text = "\n".join([f"{name}县2023年度法治政府建设情况的报告", *sentences])
    return reading.read_text(Source(f"{name}.txt", "0", "utf-8", "text/plain", text), name, load())


CHEESE = report(
    "东山",
    SET_PHRASE,
    "全县奶酪合作社42家,奶酪产业园3个。奶酪节举办奶酪擂台,添置冰箱3台,冰箱下乡,冰箱补贴到户。",
)
BEES = report(
    "西山", SET_PHRASE, "蜂蜜产业园5个,添置冰箱12台,冰箱补贴、冰箱维修到村。蜂蜜加工厂投产,蜂蜜出口。"
)
GOATS = report("南山", SET_PHRASE, "山羊养殖户1200家,山羊交易市场启用,山羊防疫全覆盖。")
BACKGROUND = terms.make_background([CHEESE, BEES, GOATS], load())


def profile(one, background=BACKGROUND, common=frozenset()):
    return terms.profile(one, load(), background, common)


def test_key_terms_are_what_this_report_says_and_others_do_not():
    assert profile(CHEESE).key_terms[0] == "奶酪"
    assert profile(GOATS).key_terms[0] == "山羊"
    told = profile(BEES).key_terms
    assert told.index("蜂蜜") < told.index("冰箱")


def test_a_report_is_no_part_of_its_own_background():
    of_others = terms.make_background([BEES, GOATS], load())
    assert profile(CHEESE) == profile(CHEESE, of_others)
    assert profile(CHEESE).background_reports == 2


def test_a_new_report_is_measured_against_the_whole_background():
    new = report("北山", SET_PHRASE, "蜂蜜和枸杞,枸杞采摘,枸杞晾晒。")
    assert profile(new).background_reports == 3
    assert profile(new).key_terms[0] == "枸杞"


def test_what_other_reports_say_word_for_word_is_boilerplate():
    alone = report("北山", "枸杞采摘季里枸杞满山,枸杞合作社忙着晾晒枸杞和分拣枸杞。")
    parrot = report("中山", *[SET_PHRASE] * 8)
    assert profile(alone).boilerplate_share < profile(CHEESE).boilerplate_share < 70
    assert profile(parrot).boilerplate_share > 80
    assert (
        terms.profile(alone, load(), terms.Background(frozenset("x"), {}, {}), frozenset()).boilerplate_share
        == 0
    )


def test_signs_digits_and_line_ends_part_no_run():
    broken = SET_PHRASE.replace(",", "12\n,").replace("新时代", "新、时代")
    assert terms.runs(broken) == terms.runs(SET_PHRASE)


def test_without_other_reports_there_is_no_share():
    assert profile(CHEESE, terms.make_background([CHEESE], load())).boilerplate_share is None


def test_a_report_too_short_for_any_run_has_no_share():
    assert (
        profile(report("小", "好。")._replace(source=Source("x", "0", "utf-8", "", "好。"))).boilerplate_share
        is None
    )


def test_common_words_of_the_genre_give_way():
    assert profile(CHEESE).key_terms[:2] == ("奶酪", "冰箱")
    assert profile(CHEESE, common=frozenset({"奶酪"})).key_terms[:2] == ("冰箱", "奶酪")


@pytest.mark.parametrize("never", ["东山", "东山县", "42", "三", "12名"])
def test_names_of_the_place_and_numbers_are_no_key_terms(never):
    assert never not in terms.profile(CHEESE, load(), BACKGROUND, frozenset()).key_terms


def test_planted_words_are_not_read():
    planted = "凯发一触即发凯发一触即发凯发一触即发"
    one = report("东山", planted, "奶酪奶酪奶酪。")
    at = one.source.text.index(planted)
    one = one._replace(faults=(Fault("hijacked_name", at, at + len(planted), planted, "strip"),))
    assert "凯发" not in terms.legible(one)
    assert not {"凯发", "一触即发"} & set(profile(one).key_terms)


def test_the_catalogues_words_stay_whole():
    words = terms.words("一件事一次办改革,行政复议应诉", terms.segmenter(terms.catalogue_words(load())))
    assert words["一件事一次办"] == 1


def test_jiebas_own_tokenizer_is_left_alone():
    terms.segmenter(terms.catalogue_words(load()))
    import jieba

    assert not jieba.dt.initialized


def test_a_background_survives_its_files(tmp_path):
    terms.write_background(BACKGROUND, tmp_path)
    again = terms.read_background(tmp_path)
    assert again == terms.Background(BACKGROUND.reports, Counter(BACKGROUND.words), Counter(BACKGROUND.runs))
    first = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    terms.write_background(terms.make_background([GOATS, CHEESE, BEES], load()), tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == first


def test_without_a_background_the_message_says_what_makes_one(tmp_path):
    with pytest.raises(Refusal, match="python -m pipeline background"):
        terms.read_background(tmp_path)


def test_every_published_report_has_key_terms_and_a_share(tmp_path):
    folder = reading.read_folder(REPORTS, tmp_path)
    found = reading.profiles(folder)
    assert found.keys() == folder.kept.keys()
    for one in found.values():
        assert len(one.key_terms) == terms.HOW_MANY and 0 <= one.boilerplate_share <= 100
    assert not {"凯发", "一触即发"} & {word for one in found.values() for word in one.key_terms}


def test_profiles_are_made_once_and_kept(tmp_path, monkeypatch):
    folder = reading.read_folder(REPORTS, tmp_path)
    first = reading.profiles(folder)
    monkeypatch.setattr(terms, "profile", lambda *_: pytest.fail("made again"))
    assert reading.profiles(folder) == first


def test_reading_does_not_load_jieba_and_segmenting_says_nothing(tmp_path):
    """In a process of its own: nothing on standard error, no file left behind."""
    script = f"""
import sys, tempfile
tempfile.tempdir = {str(tmp_path)!r}
from pathlib import Path
from pipeline import reading, terms
from pipeline.catalogue import load
reading.read_report(Path({str(reading.report_files(REPORTS)[0])!r}))
assert "jieba" not in sys.modules
assert terms.segmenter(terms.catalogue_words(load())).tokenizer.lcut("行政复议纠错率")
"""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert not list(tmp_path.iterdir())


def test_shares_are_whole_per_cents():
    assert profile(CHEESE).boilerplate_share == Decimal(int(profile(CHEESE).boilerplate_share))
