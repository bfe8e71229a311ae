"""The adapter to the real kustomize."""

import pytest

from generator.errors import InputError, ToolError
from generator.kustomize import binary

OBJECT = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n"


def test_a_folder_is_built(tmp_path):
    (tmp_path / "kustomization.yaml").write_text("resources: [a.yaml]\nnamePrefix: x-\n")
    (tmp_path / "a.yaml").write_text(OBJECT)
    assert binary.build(tmp_path) == OBJECT.replace("name: a", "name: x-a").encode()


def test_a_build_that_fails_says_why_and_where(tmp_path):
    (tmp_path / "kustomization.yaml").write_text("resources: [missing.yaml]\n")
    with pytest.raises(InputError, match=r"missing\.yaml") as caught:
        binary.build(tmp_path)
    assert str(caught.value).startswith(f"{tmp_path.as_posix()}:1:1: kustomize build: accumulating resources")


def test_a_missing_binary_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ToolError, match="kustomize is not installed"):
        binary.build(tmp_path)


def test_a_build_that_hangs_is_given_up(tmp_path, monkeypatch):
    (tmp_path / "kustomize").write_text("#!/bin/sh\nexec sleep 60\n")
    (tmp_path / "kustomize").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    monkeypatch.setattr(binary, "SECONDS", 0.1)
    with pytest.raises(InputError, match="no result after"):
        binary.build(tmp_path)
