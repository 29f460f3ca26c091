"""The project's chores; `python3 start.py NAME` sets up nox first where it is missing."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import nox

nox.options.default_venv_backend = "uv|virtualenv"
nox.options.sessions = ["tests"]
nox.options.reuse_existing_virtualenvs = True
nox.needs_version = ">=2026"

LOCK = "locks/project.txt"
NODE_LOCK = "locks/node.txt"
SITE = "_build/html"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")


@nox.session
def tests(session: nox.Session) -> None:
    """Lint, types and all tests, the built site in a headless browser among them."""
    set_up(session)
    check_code(session)
    session.run("pytest", "-m", "not site and not scale", *session.posargs)
    build_book(session)
    check_site(session)


@nox.session
def book(session: nox.Session) -> None:
    """Read the reports, execute the notebooks and leave the finished site in _build/html."""
    set_up(session)
    build_book(session)
    session.log(f"the site is ready: {Path(SITE, 'index.html').resolve()}")


@nox.session
def site(session: nox.Session) -> None:
    """Open the site that was built in a headless browser and check it."""
    set_up(session)
    check_site(session)


@nox.session
def scale(session: nox.Session) -> None:
    """Build a book of several hundred made-up reports in build/scale and search it; takes a quarter of an hour."""
    set_up(session)
    folder = Path("build/scale").resolve()
    session.run("python", "-m", "tests.synthetic", "300", str(folder / "data"))
    for path in Path("data/reports").iterdir():
        shutil.copy(path, folder / "data/reports")
    shutil.copytree("book", folder / "book", dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.ipynb"))
    for name in ("_config.yml", "_toc.yml"):
        shutil.copy(name, folder)
    with session.chdir(folder):
        make_pages(session)
    session.run("pytest", "-m", "scale", "-s", *session.posargs, env={"FAZHI_SITE": str(folder / SITE)})


@nox.session
def lint(session: nox.Session) -> None:
    """Style and types."""
    set_up(session)
    check_code(session)


@nox.session
def benchmarks(session: nox.Session) -> None:
    """Measure speed, side by side with a baseline; prints medians."""
    set_up(session)
    for script in sorted(Path("benchmarks").glob("*.py")):
        session.run("python", "-m", f"benchmarks.{script.stem}", *session.posargs)


@nox.session
def lock(session: nox.Session) -> None:
    """Write the lock files anew; `-- --upgrade` takes the newest versions that pyproject.toml allows."""
    session.install("uv")
    for group, path in [("dev", LOCK), ("chores", "locks/chores.txt"), ("node", NODE_LOCK)]:
        sources = ["pyproject.toml"] if group == "dev" else []
        options = ["--universal", "--python-version=3.11", "--generate-hashes", "--no-header", "--quiet"]
        session.run(
            "uv",
            "pip",
            "compile",
            *sources,
            f"--group={group}",
            *options,
            f"--output-file={path}",
            *session.posargs,
        )


def set_up(session: nox.Session) -> None:
    """Install the locked dependencies and the project itself; quick where nothing has changed."""
    session.env["UV_COMPILE_BYTECODE"] = "1"
    session.install("--require-hashes", "-r", LOCK)
    session.install("--no-deps", "-e", ".")


def check_code(session: nox.Session) -> None:
    """Ruff and mypy."""
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("mypy")


def build_book(session: nox.Session) -> None:
    """The book's site, with what it serves from npm."""
    install_from_npm(session)
    make_pages(session)


def make_pages(session: nox.Session) -> None:
    """Read the reports below the current folder, execute the pages' notebooks and make the book's site of them."""
    session.run("python", "-m", "pipeline", "build")
    session.run("python", "-m", "pipeline", "pages")
    here = Path.cwd()
    options = (
        "--config",
        f"{here}/_config.yml",
        "--toc",
        f"{here}/_toc.yml",
        "--path-output",
        str(here),
        "-W",
        "--keep-going",
        "-q",
    )
    session.run("jupyter-book", "build", "book", *options)


def install_from_npm(session: nox.Session) -> None:
    """Fetch the packages of package-lock.json and bundle what the site serves of them.

    npm comes from a wheel where the machine has none. Where its packages cannot be had the book is built without the
    page's query engine, which then says so; only the site's tests fail.
    """
    packages, lock = Path("node_modules"), Path("package-lock.json").read_bytes()
    kept = packages / "made-from"
    try:
        if not shutil.which("npm"):
            session.install("--require-hashes", "-r", NODE_LOCK)
        if not (kept.exists() and kept.read_bytes() == lock):
            session.run("npm", "ci", "--ignore-scripts", "--loglevel=error", external=True, silent=True)
            kept.write_bytes(lock)
        session.run("npm", "run", "--silent", "bundle", external=True, silent=True)
    except nox.command.CommandFailed:
        session.warn("npm's packages could not be had: the page `ask` will have no query engine")


def check_site(session: nox.Session) -> None:
    """Run the tests that open the built site, with a browser found or installed first."""
    find_browser(session)
    session.run("pytest", "-m", "site", *session.posargs)


def find_browser(session: nox.Session) -> None:
    """Take a browser that is there; else install one: Debian's as root, Playwright's own otherwise."""
    if any(shutil.which(name) for name in BROWSERS):
        return
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        session.run("apt-get", "update", "-qq", external=True, silent=True)
        session.run(
            "apt-get",
            "install",
            "-qq",
            "-y",
            "--no-install-recommends",
            "chromium",
            external=True,
            silent=True,
        )
        return
    try:
        session.run("playwright", "install", "chromium")
    except nox.command.CommandFailed:
        session.error(
            "no browser for the site's tests; run: sudo apt-get install chromium (or install Google Chrome)"
        )


if __name__ == "__main__":
    nox.main()
