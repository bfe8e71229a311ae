"""What documents promise: their commands do what they show, their links lead somewhere, and references are current."""

import re
import subprocess
import sys

import console
import pytest
from support import REPOSITORY, copy_platform, git

from generator.cli.app import COMMANDS

PAGES = sorted([*REPOSITORY.glob("*.md"), *REPOSITORY.glob("docs/**/*.md")])
NAMES = [str(page.relative_to(REPOSITORY)) for page in PAGES]
README = REPOSITORY / "README.md"
# Making a clone and its virtual environment is what .ci/run does.
ELSEWHERE = ("git clone", "make")
_FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def test_the_commands_of_the_readme_give_what_it_shows(tmp_path):
    copy_platform(tmp_path, outputs=True)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "start")
    wrong = []
    for step in console.steps(README.read_text()):
        if step.command.startswith(ELSEWHERE):
            continue
        real = console.run(step.command, tmp_path)
        if not console.agree(step.shown, real):
            wrong.append(f"$ {step.command}\n{real}\n")
    assert not wrong, "the README shows something else than:\n" + "\n".join(wrong)


def test_targets_that_documents_name_are_in_the_makefile():
    makefile = (REPOSITORY / "Makefile").read_text()
    named = {target for page in PAGES for target in re.findall(r"`make ([a-z-]+)`", page.read_text())}
    assert named
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in named), named


def test_commands_that_documents_name_exist():
    for page in PAGES:
        for name in re.findall(r"`mlp ([a-z]+)", page.read_text()):
            assert name in COMMANDS, f"{page}: mlp {name}"


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_links_lead_somewhere(page):
    for target in _LINK.findall(_FENCE.sub("", page.read_text())):
        if "://" in target:
            assert target.startswith("https://"), target
            continue
        path, _, anchor = target.partition("#")
        file = page.parent / path if path else page
        assert file.exists(), f"{target} leads nowhere"
        if anchor:
            assert anchor in anchors(file), f"{target}: no such heading"


def anchors(page):
    """The anchors that GitHub gives headings: lower case, punctuation dropped, hyphens for spaces."""
    headings = _HEADING.findall(_FENCE.sub("", page.read_text()))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_generated_references_are_current():
    done = subprocess.run(
        [sys.executable, "tools/docs.py", "--check"], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_every_guide_is_in_the_index():
    index = (REPOSITORY / "docs/README.md").read_text()
    for page in (REPOSITORY / "docs").glob("**/*.md"):
        name = page.relative_to(REPOSITORY / "docs").as_posix()
        if name != "README.md" and not re.fullmatch(r"rules/(?!README).*", name):
            assert f"({name})" in index, name


def test_shown_output_may_differ_in_numbers_and_leave_lines_out():
    assert console.agree("a 1\n...\nz", "a 22\nb\nc\nz")
    assert console.agree("", "")
    assert not console.agree("a\nz", "a\nb\nz")
    assert not console.agree("a", "b")
