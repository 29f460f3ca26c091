"""Bytes to text: every encoding and format, and every refusal."""

import codecs
import hashlib
import io
import zipfile

import docx
import pypdf
import pytest

from pipeline.records import Unreadable
from pipeline.sources import REFUSALS, read_source

TEXT = "泸西县2023年度法治政府建设工作报告\r\n\r\n全年共受理行政复议案件12件，办结12件。\n"


@pytest.fixture
def write(tmp_path):
    def write(data: bytes, name: str = "report.txt"):
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write


@pytest.mark.parametrize(
    "data, encoding",
    [
        (TEXT.encode("utf-8"), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode("utf-8"), "utf-8-sig"),
        (TEXT.encode("gbk"), "gb18030"),
        (TEXT.encode("gb18030"), "gb18030"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_encodings(write, data, encoding):
    path = write(data)
    source = read_source(path)
    assert source.text == TEXT  # line ends as they are, no byte order mark
    assert source.encoding == encoding
    assert source.media_type == "text/plain"
    assert source.sha256 == hashlib.sha256(data).hexdigest()
    assert source.file == str(path)


def test_rare_characters_of_gb18030(write):
    text = TEXT + "𠮷、㐂两村，℃与㎡。"
    assert read_source(write(text.encode("gb18030"))).text == text


PAGE = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>县政府网</title><style>p {{color: red}}</style>
<script>var a = "<p>不是正文</p>";</script></head><body><nav><a href="/">首页</a></nav>
<h1>泸西县2023年度法治政府建设工作报告</h1><div>来源：<span>县司法局</span>&nbsp;发布日期：2024-02-21</div>
<p>办结率<b>98</b>.<b>5</b>%，形成“1+1&gt;2”。<br>第二行</p><p style="display:none">隐藏</p>
<table><tr><th>事项</th><th>数量（件）</th></tr><tr><td><p>行政许可</p></td><td>237</td></tr></table>
<footer>版权所有</footer></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
def test_html(write, charset):
    source = read_source(write(PAGE.format(charset=charset).encode(charset), "report.html"))
    assert source.media_type == "text/html"
    assert source.text.split("\n") == [
        "泸西县2023年度法治政府建设工作报告",
        "来源：县司法局\xa0发布日期：2024-02-21",
        "办结率98.5%，形成“1+1>2”。",
        "第二行",
        "事项 | 数量（件）",
        "行政许可 | 237",
    ]


def test_html_is_told_by_its_content(write):
    assert (
        read_source(
            write(b"  <html><body><p>" + "正文。".encode() + b"</p></body></html>", "report.txt")
        ).text
        == "正文。"
    )
    assert read_source(write("数量 <12件> 的案件".encode(), "report.html")).media_type == "text/plain"


def test_docx(write):
    document = docx.Document()
    document.add_paragraph("泸西县2023年度法治政府建设工作报告")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        [cell for row in table.rows for cell in row.cells], ["事项", "数量", "许可", "237件"], strict=True
    ):
        cell.text = text
    document.add_paragraph("一、主要做法")
    buffer = io.BytesIO()
    document.save(buffer)
    source = read_source(write(buffer.getvalue(), "report.docx"))
    assert source.text == "泸西县2023年度法治政府建设工作报告\n事项 | 数量\n许可 | 237件\n一、主要做法"
    assert "wordprocessingml" in source.media_type


def test_docx_laid_out_in_a_table(write):
    document = docx.Document()
    outer = document.add_table(rows=2, cols=2)
    outer.cell(0, 0).merge(outer.cell(0, 1)).text = "东山县2023年度法治政府建设情况报告"
    cell = outer.cell(1, 0).merge(outer.cell(1, 1))
    cell.text = "一、行政复议"
    inner = cell.add_table(rows=1, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "受理", "12件"
    cell.add_paragraph("二、行政应诉")
    buffer = io.BytesIO()
    document.save(buffer)
    lines = read_source(write(buffer.getvalue(), "report.docx")).text.split("\n")
    assert [line for line in lines if line] == [
        "东山县2023年度法治政府建设情况报告",
        "一、行政复议",
        "受理 | 12件",
        "二、行政应诉",
    ]


def pdf_of(*lines: str) -> bytes:
    """A PDF of one page with a line of Latin letters each (the standard fonts hold no Chinese)."""
    content = "BT /F1 12 Tf 14 TL 20 200 Td " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(content)}>>\nstream\n{content}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body, places = "%PDF-1.4\n", []
    for number, item in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{item}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    return f"{body}xref\n0 6\n0000000000 65535 f \n{table}trailer<</Size 6/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF".encode(
        "latin-1"
    )


def test_pdf_lines_that_reach_the_margin_go_on(write):
    source = read_source(
        write(pdf_of("Cases 12, cases handled in full", "and closed.", "- 1 -", "1. Next"), "report.pdf")
    )
    assert source.text == "Cases 12, cases handled in fulland closed.\n1. Next"
    assert source.media_type == "application/pdf"


def encrypted(data: bytes) -> bytes:
    writer = pypdf.PdfWriter(pypdf.PdfReader(io.BytesIO(data)))
    writer.encrypt("secret", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def archive(**files: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, text in files.items():
            made.writestr(name.replace("__", "/"), text)
    return buffer.getvalue()


REFUSED = {
    "empty": [b"", b"  \r\n \n", codecs.BOM_UTF8, b"<html><body><script>1</script></body></html>"],
    "binary": [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(50), bytes(range(256)) * 40, archive(a="text")],
    "old_word": [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)],
    "undecodable": ["办结12件。".encode() + b"\xff\xfe\xff" + "办结".encode("gbk") + b"\x81"],
    "damaged": [
        b"%PDF-1.4\nnothing",
        b"PK\x03\x04nothing",
        archive(word__document="", **{"word__document.xml": "<broken"}),
    ],
    "no_text": [pdf_of("")],
    "encrypted": [encrypted(pdf_of("Cases 12"))],
}


@pytest.mark.parametrize(
    ("code", "data"), [(code, data) for code, items in REFUSED.items() for data in items]
)
def test_refusals(write, code, data):
    path = write(data)
    with pytest.raises(Unreadable) as refusal:
        read_source(path)
    assert refusal.value.code == code
    assert str(path) in str(refusal.value)


def test_refusals_of_the_file_system(tmp_path, write, monkeypatch):
    with pytest.raises(Unreadable) as refusal:
        read_source(tmp_path / "nothing.txt")
    assert refusal.value.code == "missing"
    with pytest.raises(Unreadable) as refusal:
        read_source(tmp_path)
    assert refusal.value.code == "not_a_file"
    path = write(TEXT.encode())
    with monkeypatch.context() as patch, pytest.raises(Unreadable) as refusal:
        patch.setattr("pathlib.Path.read_bytes", forbid)
        read_source(path)
    assert refusal.value.code == "no_access"
    monkeypatch.setattr("pipeline.sources.LARGEST_FILE", 10)
    with pytest.raises(Unreadable) as refusal:
        read_source(path)
    assert refusal.value.code == "too_large"


def forbid(path):
    raise PermissionError(13, "Permission denied")


def test_every_refusal_is_tested():
    assert set(REFUSALS) == set(REFUSED) | {"missing", "not_a_file", "no_access", "too_large"}
