"""What is reused of earlier runs: the same bytes as from nothing, and never those of other inputs."""

import shutil

import pytest
from fleet import write_fleet
from msgspec.structs import replace
from support import copy_platform

from generator import blobs, forks
from generator.pipeline import parts
from generator.pipeline.inputs import load
from generator.pipeline.outputs import Outputs
from generator.settings import at


def outputs(root, cache) -> Outputs:
    return Outputs(load(replace(at(root), cache=cache)))


def contents(made: Outputs) -> dict[str, bytes]:
    return {path: made.content(path) for path in made.digests}


def rendered(monkeypatch) -> list[str]:
    """The folders of the units that are rendered from here on."""
    folders = []
    real = parts.render_unit
    monkeypatch.setattr(
        parts, "render_unit", lambda unit, evaluate: folders.append(unit.folder) or real(unit, evaluate)
    )
    return folders


@pytest.fixture
def platform(tmp_path):
    root = tmp_path / "platform"
    root.mkdir()
    return copy_platform(root)


def test_what_is_known_is_not_made_again_and_has_the_same_digests(platform, tmp_path, monkeypatch):
    first = outputs(platform, tmp_path / "cache")
    made = rendered(monkeypatch)
    again = outputs(platform, tmp_path / "cache")
    assert again.digests == first.digests
    assert made == []
    assert contents(again) == contents(first)
    assert made


def test_digests_are_those_of_the_contents(platform, tmp_path):
    made = outputs(platform, tmp_path / "cache")
    assert made.digests == {path: blobs.digest(content) for path, content in contents(made).items()}


def test_an_edited_service_is_made_again_and_what_reads_it(platform, tmp_path, monkeypatch):
    outputs(platform, tmp_path / "cache")
    file = platform / "teams/core/backend.yaml"
    file.write_text(file.read_text().replace("{cpu: 200m", "{cpu: 210m"))
    made = rendered(monkeypatch)
    edited = outputs(platform, tmp_path / "cache")
    service = load(at(platform)).declarations.services["core", "backend"]
    peers = {f"rendered/{each.team}/{each.service}" for each in (*service.connects, *service.accepts)}
    assert set(made) == {"rendered/core/backend", *peers}
    assert contents(edited) == contents(outputs(platform, tmp_path / "another"))


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("platform.yaml", "revision: refs/heads/main", "revision: refs/heads/trunk"),
        ("clusters/eks-prod.yaml", "10.30.144.0/24", "10.30.148.0/24"),
        ("teams/core/team.yaml", 'pods: "20"', 'pods: "21"'),
        ("blueprints/_fragments/pod.yaml", "RuntimeDefault", "Localhost"),
    ],
)
def test_whatever_else_a_unit_reads_counts(platform, tmp_path, path, old, new):
    shutil.copytree(at(platform).bundled / "blueprints", platform / "blueprints")
    outputs(platform, tmp_path / "cache")
    file = platform / path
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))
    assert contents(outputs(platform, tmp_path / "cache")) == contents(outputs(platform, tmp_path / "another"))


@pytest.mark.skipif(not forks.AVAILABLE, reason="one processor, or no safe forks")
def test_two_processes_make_what_one_makes(tmp_path, monkeypatch):
    fleet = write_fleet(tmp_path / "fleet", 150)
    two = contents(outputs(fleet, tmp_path / "two"))
    monkeypatch.setattr(forks, "AVAILABLE", False)
    assert two == contents(outputs(fleet, tmp_path / "one"))


def test_a_unit_that_is_kept_is_not_rendered_again_and_is_the_same(platform, tmp_path, monkeypatch):
    first = outputs(platform, tmp_path / "cache")
    first.make_all()
    first.keep()
    made = rendered(monkeypatch)
    again = outputs(platform, tmp_path / "cache")
    for path in first.digests:
        assert again.part(path).files == first.part(path).files
        assert again.part(path).meaning.documents == first.part(path).meaning.documents
    assert made == []
    base = again.part("rendered/core/backend/base/deployment.yaml").meaning.unit.layers["base"]
    assert base.built([body for body, _ in base.results]), "objects are still the very ones of the documents"


def test_a_unit_that_is_kept_is_no_other_ones(platform, tmp_path):
    first = outputs(platform, tmp_path / "cache")
    first.make_all()
    first.keep()
    file = platform / "teams/core/backend.yaml"
    file.write_text(file.read_text().replace("{cpu: 200m", "{cpu: 210m"))
    outputs(platform, tmp_path / "cache")
    # Its files are now known, and what is kept is that of the unit as it was.
    assert contents(outputs(platform, tmp_path / "cache")) == contents(outputs(platform, tmp_path / "another"))


@pytest.mark.skipif(not forks.AVAILABLE, reason="one processor, or no safe forks")
def test_what_files_mean_is_the_same_whoever_made_them(tmp_path):
    fleet = write_fleet(tmp_path / "fleet", 120)
    inputs = load(replace(at(fleet), cache=tmp_path / "cache"))
    files, whole = Outputs(inputs, reuse=False), Outputs(inputs, reuse=False, whole=True)
    for path in files.digests:
        assert files.part(path).meaning.documents == whole.part(path).meaning.documents
