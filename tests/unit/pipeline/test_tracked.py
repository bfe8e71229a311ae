"""Declarations as git lists them: the same as those of the folder, and what is staged wherever the folder differs."""

import pytest
from support import REPOSITORY, committed_platform, git

from generator import blueprints, declarations
from generator.pipeline import listings
from generator.pipeline.staged import Index
from generator.pipeline.tracked import Tracked

BACKEND = "teams/core/backend.yaml"


@pytest.fixture(scope="module")
def infos():
    return {info.ref: info for info in blueprints.load([REPOSITORY / "blueprints"]).infos}


@pytest.fixture
def root(tmp_path):
    return committed_platform(tmp_path)


def tracked(root):
    index = Index(root)
    # No question is left unanswered: git would go on.
    assert index.listing
    assert not index.inputs.unstaged
    assert not index.outputs.unstaged
    return Tracked(root, dict(listings.files(index.declared)))


def test_it_declares_what_the_folder_declares(root, infos):
    assert declarations.load(tracked(root), infos) == declarations.load(root, infos)


def test_what_is_staged_counts_where_the_working_file_differs(root):
    source, staged = tracked(root), (root / BACKEND).read_bytes()
    for change in (lambda file: file.write_bytes(b"edited meanwhile\n"), lambda file: file.unlink()):
        change(root / BACKEND)
        assert source.read(BACKEND) == staged


def test_a_file_that_git_filters_is_read_as_it_is_staged(root):
    staged = (root / BACKEND).read_bytes()
    (root / ".gitattributes").write_text("*.yaml text eol=crlf\n")
    (root / BACKEND).unlink()
    git(root, "checkout", "-q", "--", BACKEND)
    assert (root / BACKEND).read_bytes() != staged
    assert tracked(root).read(BACKEND) == staged


def test_what_is_no_declaration_is_no_entry_and_links_are_links(root):
    (root / "teams/core/link.yaml").symlink_to("backend.yaml")
    (root / "teams/core/untracked.yaml").write_text("")
    (root / "policies").mkdir()
    (root / "policies/own.rego").write_text("package own\n")
    git(root, "add", "teams/core/link.yaml", "policies")
    kinds = dict(tracked(root).entries())
    assert kinds["teams/core/link.yaml"] == "link"
    assert kinds[BACKEND] == "file"
    assert not {"policies/own.rego", "teams/core/untracked.yaml"} & kinds.keys()
