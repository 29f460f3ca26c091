"""The five reports read as they were when a person last compared every record with the text."""

import pytest

from pipeline.reading import report_files
from tests.golden import HERE, REPORTS, golden_file, lines

FILES = report_files(REPORTS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_reading_is_the_reviewed_one(path):
    assert lines(path) == golden_file(path).read_text("utf-8").splitlines()


def test_every_golden_file_has_its_report():
    assert {file.stem for file in HERE.glob("*.txt")} == {path.stem for path in FILES}
