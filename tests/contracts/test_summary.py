"""What tests tell is printed at the end, whether they run in this process or in workers."""

import shutil
import subprocess
import sys

import pytest
from support import REPOSITORY

TEST = """
def test_one(record_property):
    record_property("summary", "a score of 97.5 %")


def test_other(record_property):
    record_property("summary", "a failure")
    assert False
"""


@pytest.mark.parametrize("workers", [(), ("-n", "1")])
def test_what_tests_tell_is_printed(tmp_path, workers):
    shutil.copy(REPOSITORY / "tests/conftest.py", tmp_path)
    (tmp_path / "test_it.py").write_text(TEST)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *workers, str(tmp_path)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert "a score of 97.5 %\na failure\n" in done.stdout
