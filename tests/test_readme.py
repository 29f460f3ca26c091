"""The commands of both READMEs are the ones that there are, and the same in both."""

import ast
import re
from pathlib import Path

import pytest

from pipeline.__main__ import main

ROOT = Path(__file__).parent.parent
READMES = ["README.md", "README.zh-CN.md"]


def text(name):
    return (ROOT / name).read_text("utf-8")


def blocks(name):
    return re.findall(r"```sh\n(.*?)```", text(name), re.DOTALL)


def chores():
    tree = ast.parse(text("noxfile.py"))
    return {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and any(ast.unparse(decorator) == "nox.session" for decorator in node.decorator_list)
    }


def test_both_readmes_give_the_same_commands():
    assert blocks("README.md") == blocks("README.zh-CN.md")


@pytest.mark.parametrize("name", READMES)
def test_the_first_two_commands_build_and_test(name):
    assert [block.strip() for block in blocks(name)[:2]] == [
        "python3 start.py book",
        "python3 start.py tests",
    ]


@pytest.mark.parametrize("name", [*READMES, "CONTRIBUTING.md", ".ci/run"])
def test_every_chore_named_exists(name):
    named = set(re.findall(r"start\.py (\w+)", text(name)))
    assert named and named <= chores()


@pytest.mark.parametrize("name", [*READMES, "CONTRIBUTING.md", "noxfile.py"])
def test_every_pipeline_command_named_exists(name):
    named = set(re.findall(r'-m"?,? "?pipeline"?,? "?(\w+)', text(name)))
    assert named and named <= set(main.commands)


@pytest.mark.parametrize("name", READMES)
def test_every_file_named_exists_or_is_made(name):
    made = {"build/fazhi.duckdb", "_build/html", "_build/html/index.html", ".nox/book", "NAME.yml"}
    folders = "data|notebooks|docs|book|pipeline|build|_build|\\.nox"
    named = set(re.findall(rf"[`(]((?:{folders})/[\w./]*|\w+\.md|NAME\.yml)[`)]", text(name))) - made
    assert named and all((ROOT / path).exists() for path in named), named


def test_ci_runs_the_readmes_commands_in_order_and_holds_both_to_one_site():
    lines = text(".ci/run").splitlines()
    assert [line for line in lines if line.startswith("python3")] == [
        "python3 start.py tests",
        "python3 start.py book",
    ]
    assert lines[-1] == "diff -r --exclude=.buildinfo build/tested _build/html"


def test_the_workflow_calls_nox_and_nothing_else():
    runs = re.findall(r"- run: (.*)", text(".github/workflows/book.yml"))
    assert runs and all(
        re.fullmatch(r'pipx run --python python --spec "nox\[uv\]" nox -s (\w+)', run) for run in runs
    )
    assert {run.split()[-1] for run in runs} <= chores()
