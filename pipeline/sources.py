"""Bytes to text: what a report file says, or a plain reason why it cannot be read.

The text keeps its line ends; a byte order mark is no part of it. For HTML, DOCX and PDF the text is what the
libraries take out of the file: one paragraph a line, the cells of a table row joined by ` | `.

Every refusal is an `Unreadable` with one of the codes of `REFUSALS`.
"""

from __future__ import annotations

import codecs
import hashlib
import io
import logging
import re
import stat
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.records import Source, Unreadable

# A report is some 50 kB of text; with pictures in DOCX or PDF, a few megabytes.
LARGEST_FILE = 50_000_000
LARGEST_UNPACKED = 200_000_000

REFUSALS = {
    "missing": "There is no such file: {file}",
    "not_a_file": "This is a folder or device, not a file: {file}",
    "no_access": "The file may not be opened: {file} ({why})",
    "empty": "The file holds no text: {file}",
    "too_large": "The file is larger than a report can be ({why}): {file}",
    "binary": "The file is {why}, not a text, HTML, DOCX or PDF document: {file}",
    "old_word": "The file is in the old Word format (.doc); save it as .docx or as text: {file}",
    "undecodable": "The file is text in no encoding that could be made out (tried UTF-8, UTF-16, GB18030 and others): {file}",
    "damaged": "The {why} file is damaged and cannot be opened: {file}",
    "encrypted": "The {why} file is protected by a password: {file}",
    "no_text": "The PDF holds pictures of pages but no text (a scan); it needs text recognition first: {file}",
}

_SIGNATURES = (
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"BM", "a picture (BMP)"),
    (b"Rar!", "an archive (RAR)"),
    (b"7z\xbc\xaf", "an archive (7z)"),
    (b"\x1f\x8b", "an archive (gzip)"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"SQLite format 3", "a database"),
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|div|p|meta|table)\b",
    re.I | re.S,
)
# Only characters outside these ranges are looked up one by one.
_UNUSUAL = re.compile(r"[^\t-\r\x1a -~\x85\xa0-\xff\u2010-\u2027\u3000-\u303f\u4e00-\u9fa5\uff01-\uff5e]")
_DECLARED = re.compile(rb"""charset\s*=\s*["']?([\w-]+)""", re.I)


def read_source(path: Path) -> Source:
    """Read one file as text.

    Raises `Unreadable`, and nothing else, when the file cannot be read; the codes are those of `REFUSALS`.
    """
    data = _read_bytes(path)
    try:
        text, encoding, media_type = _take_text(data)
    except Unreadable as refusal:
        raise _refuse(refusal.code, path, str(refusal)) from None
    if not text.strip():
        raise _refuse("no_text" if media_type == "application/pdf" else "empty", path)
    return Source(str(path), hashlib.sha256(data).hexdigest(), encoding, media_type, text)


def _refuse(code: str, path: Path, why: str = "") -> Unreadable:
    return Unreadable(code, REFUSALS[code].format(file=path, why=why))


def _read_bytes(path: Path) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise _refuse("not_a_file", path)
        if (size := status.st_size) > LARGEST_FILE:
            raise _refuse("too_large", path, f"{size / 1e6:.0f} MB, at most {LARGEST_FILE / 1e6:.0f}")
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise _refuse("missing", path) from None
    except (OSError, ValueError) as error:  # ValueError: a null character in the name
        raise _refuse("no_access", path, getattr(error, "strerror", None) or str(error)) from None
    if not data:
        raise _refuse("empty", path)
    return data


def _take_text(data: bytes) -> tuple[str, str, str]:
    """Text, encoding and media type of the bytes; what they are is told from themselves, not from a file's name."""
    if data.startswith(b"%PDF-"):
        return _pdf_text(data), "binary", "application/pdf"
    if data.startswith(b"PK\x03\x04"):
        return (
            _docx_text(data),
            "binary",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        )
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("old_word", "")
    for signature, name in _SIGNATURES:
        if data.startswith(signature) and b"\0" in data[:4096]:
            raise Unreadable("binary", name)
    if _HTML.match(data.removeprefix(codecs.BOM_UTF8)[:4096]):
        text, encoding = _decode(data, _DECLARED.search(data[:4096]))
        return _html_text(text), encoding, "text/html"
    text, encoding = _decode(data, None)
    return text, encoding, "text/plain"


def _decode(data: bytes, declared: re.Match[bytes] | None) -> tuple[str, str]:
    """Decode strictly; guess only where no likely encoding fits."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_as(data[len(mark) :], encoding.removesuffix("-sig")), encoding
    likely = ("utf-8", _wide_encoding(data), _known_encoding(declared), "gb18030")
    for name in filter(None, likely):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if _is_prose(text):
            return text, name
    return _guess(data)


def _decode_as(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable("undecodable", "") from None


def _known_encoding(declared: re.Match[bytes] | None) -> str | None:
    """The encoding that a page declares, as Python names it; GB2312 pages are GB18030 in truth."""
    try:
        name = codecs.lookup(declared[1].decode("ascii")).name if declared else None
    except LookupError:
        return None
    return "gb18030" if name in ("gb2312", "gbk") else name


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 without a mark, told by the zero bytes of its digits, blanks and line ends."""
    even, odd = data[0:4096:2].count(0), data[1:4096:2].count(0)
    if len(data) % 2 or even + odd < len(data[:4096]) // 200 + 1 or (even and odd and 0.1 < even / odd < 10):
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _is_prose(text: str) -> bool:
    """Whether a decoded text reads like text: next to no control, private or unassigned characters."""
    sample = text[:20_000]
    odd = sum(unicodedata.category(ch) in ("Cc", "Co", "Cn") for ch in _UNUSUAL.findall(sample))
    return odd * 100 <= len(sample)


def _guess(data: bytes) -> tuple[str, str]:
    if b"\0" in data:
        raise Unreadable("binary", "data of an unknown kind")
    from charset_normalizer import from_bytes

    best = from_bytes(data[:200_000]).best()
    if best is None or best.chaos > 0.1:
        raise Unreadable("undecodable", "")
    text = _decode_as(data, best.encoding)
    if not _is_prose(text):
        raise Unreadable("undecodable", "")
    return text, best.encoding


# HTML

_UNSEEN = {
    "script",
    "style",
    "noscript",
    "template",
    "head",
    "nav",
    "footer",
    "select",
    "button",
    "iframe",
    "svg",
    "object",
}
_INLINE = {
    "a",
    "abbr",
    "b",
    "big",
    "code",
    "em",
    "font",
    "i",
    "ins",
    "label",
    "mark",
    "o:p",
    "q",
    "s",
    "small",
    "span",
    "st1:chsdate",
    "strong",
    "sub",
    "sup",
    "u",
}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_BLANKS = re.compile(r"[ \t\r\n]+")


def _html_text(page: str) -> str:
    from lxml import html

    try:
        # The declared encoding no longer holds for text that is decoded already.
        tree = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", page))
    except (ValueError, html.etree.ParserError):
        raise Unreadable("empty", "") from None
    lines = ("".join(_pieces(tree))).split("\n")
    return "\n".join(kept for line in lines if (kept := _BLANKS.sub(" ", line).strip(" |")))


def _pieces(element: Any) -> Iterator[str]:
    """The visible text of an element in reading order, with a line end around every block."""
    tag = element.tag if isinstance(element.tag, str) else "script"
    if tag in _UNSEEN or _HIDDEN.search(element.get("style", "")):
        return
    block = tag not in _INLINE
    cell = tag in ("td", "th") and element.find(".//table") is None
    if block and not cell:
        yield "\n"
    if element.text:
        yield _BLANKS.sub(" ", element.text)
    for child in element:
        inner = _pieces(child)
        yield from (piece.replace("\n", " ") for piece in inner) if cell else inner
        if child.tail:
            yield _BLANKS.sub(" ", child.tail)
    if block:
        yield " | " if cell else "\n"


# DOCX


def _docx_text(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            unpacked = sum(item.file_size for item in archive.infolist())
    except zipfile.BadZipFile:
        raise Unreadable("damaged", "DOCX or ZIP") from None
    if "word/document.xml" not in names:
        raise Unreadable("binary", "an archive (ZIP) or another office document")
    if unpacked > LARGEST_UNPACKED:
        raise Unreadable(
            "too_large", f"{unpacked / 1e6:.0f} MB unpacked, at most {LARGEST_UNPACKED / 1e6:.0f}"
        )
    import docx

    try:
        return "\n".join(_docx_lines(docx.Document(io.BytesIO(data))))
    except Exception:  # python-docx lets errors of zipfile, lxml and its own through; all mean the same here
        raise Unreadable("damaged", "DOCX") from None


def _docx_lines(container: Any) -> Iterator[str]:
    for item in container.iter_inner_content():
        if not hasattr(item, "rows"):
            yield item.text
            continue
        for row in item.rows:
            # A merged cell is handed out once for every column that it spans.
            cells = {id(cell._tc): cell for cell in row.cells}.values()
            if any(cell.tables for cell in cells):  # a table that lays out the page, or holds another
                yield from (line for cell in cells for line in _docx_lines(cell))
            else:
                yield " | ".join(cell.text.replace("\n", " ") for cell in cells)


# PDF


def _pdf_text(data: bytes) -> str:
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("encrypted", "PDF")
        lines = [line.strip() for page in reader.pages for line in page.extract_text().splitlines()]
    except Unreadable:
        raise
    except Exception:  # pypdf lets errors of many kinds through for broken files
        raise Unreadable("damaged", "PDF") from None
    return _rejoin([line for line in lines if line and not _PAGE_NUMBER.fullmatch(line)])


_PAGE_NUMBER = re.compile(r"[-—– ]*\d{1,3}[-—– ]*")
_NEW_PARAGRAPH = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}[)）、]|\d{1,2}[.．、]\D")


def _rejoin(lines: list[str]) -> str:
    """Paragraphs again: a line that reaches the right margin goes on in the next one."""
    margin = max(map(len, lines), default=0) - 3
    text = []
    for line, following in zip(lines, [*lines[1:], ""], strict=False):
        text.append(line)
        goes_on = (
            len(line) >= margin
            and not line.endswith(("。", "：", ":"))
            and not _NEW_PARAGRAPH.match(following)
        )
        text.append("" if goes_on else "\n")
    return "".join(text).rstrip("\n")
