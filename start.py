#!/usr/bin/env python3
"""Sets up all that a chore needs, on a machine that has Python and nothing else, and runs it.

    python3 start.py book     the finished site in _build/html
    python3 start.py tests    the tests

The chores themselves stand in noxfile.py; this makes a private environment in .start/ with nox and uv in it
(so that an externally managed Python stays untouched) and hands its arguments on as `nox -s …`.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
HOME = ROOT / ".start"
LOCK = ROOT / "locks" / "chores.txt"
SUPPORTED = [(3, 13), (3, 12), (3, 11)]


def main() -> int:
    """Run the chores named on the command line; without any, list them."""
    if sys.version_info[:2] not in SUPPORTED:
        return run_with_supported_python()
    python = environment()
    chores = ["-s", *sys.argv[1:]] if sys.argv[1:] else ["--list"]
    return subprocess.call([python, "-m", "nox", "-f", ROOT / "noxfile.py", *chores], env=clean_environment())


def run_with_supported_python() -> int:
    """Start again with a Python that the project supports, where the machine has one."""
    names = [f"python{major}.{minor}" for major, minor in SUPPORTED]
    for name in names:
        if (
            shutil.which(name)
            and subprocess.run([name, "--version"], capture_output=True, check=False).returncode == 0
        ):
            return subprocess.call([name, __file__, *sys.argv[1:]])
    found = ".".join(map(str, sys.version_info[:2]))
    print(
        f"start.py needs Python 3.11, 3.12 or 3.13 and found {found}: install one of them.", file=sys.stderr
    )
    return 1


def environment() -> Path:
    """The Python of the private environment, made anew where the lock or the interpreter has changed."""
    python = HOME / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = HOME / "made-from"
    wanted = f"{sys.version}\n{hashlib.sha256(LOCK.read_bytes()).hexdigest()}"
    if not (stamp.exists() and stamp.read_text() == wanted and python.exists()):
        print("setting up nox in .start/ …", file=sys.stderr)
        command = installer(python)
        options = ["--quiet", "--disable-pip-version-check", "--require-hashes", "-r", LOCK]
        subprocess.run([*command, "install", *options], check=True)
        stamp.write_text(wanted)
    return python


def installer(python: Path) -> list[str | Path]:
    """Make the private environment; gives the pip that installs into it.

    Debian takes ensurepip out of its Python: then the pip beside it serves, or as root its package is installed.
    """
    if importlib.util.find_spec("ensurepip"):
        venv.create(HOME, clear=True, with_pip=True)
        return [python, "-m", "pip"]
    if not importlib.util.find_spec("pip"):
        install = ["apt-get", "install", "-qq", "-y", "--no-install-recommends", "python3-pip"]
        if not (shutil.which("apt-get") and os.geteuid() == 0):
            raise SystemExit(
                "this Python has neither ensurepip nor pip; run: sudo apt-get install python3-venv"
            )
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        subprocess.run(install, check=True)
    venv.create(HOME, clear=True, with_pip=False)
    return [sys.executable, "-m", "pip", "--python", python]


def clean_environment() -> dict[str, str]:
    """The environment without the traces of a virtual environment that may be active around us."""
    return {
        name: value
        for name, value in os.environ.items()
        if name not in {"VIRTUAL_ENV", "PYTHONHOME", "PYTHONPATH"}
    }


if __name__ == "__main__":
    sys.exit(main())
