import shutil

import pytest

from generator.errors import InputError, ToolError
from generator.policy import compiled, sources
from tests.unit.policy import samples

SAYS = 'deny contains {"field": "a", "message": "b"} if lib.object.data.a'


def test_the_same_rules_give_the_same_bytes_anywhere(tmp_path):
    one = samples.policies(tmp_path / "one", {"says": SAYS})
    other = tmp_path / "another" / "place"
    shutil.copytree(one, other)
    assert compiled.build(one) == compiled.build(other)


def test_tests_waivers_and_the_module_itself_change_nothing(tmp_path):
    folder = samples.policies(tmp_path, {"says": SAYS})
    before = sources.digest(folder), compiled.build(folder)
    (folder / "api/says_test.rego").write_text("package api.says_test\n\ntest_one if true\n")
    (folder / "waivers.yaml").write_text("waivers: []\n")
    compiled.compile_policies(folder, check=False)
    assert (sources.digest(folder), compiled.build(folder)) == before


@pytest.mark.parametrize("changed", ["api/says.rego", "main.rego", "lib/pod_paths/data.json", "capabilities.json"])
def test_a_changed_source_makes_the_module_old(tmp_path, changed):
    folder = samples.policies(tmp_path, {"says": SAYS})
    module = compiled.build(folder)
    assert compiled.is_fresh(module, sources.digest(folder))
    (folder / changed).write_bytes((folder / changed).read_bytes() + b"\n")
    assert not compiled.is_fresh(module, sources.digest(folder))


def test_a_new_file_makes_the_module_old(tmp_path):
    folder = samples.policies(tmp_path, {"says": SAYS})
    module = compiled.build(folder)
    shutil.move(folder / "api/says.rego", folder / "api/said.rego")
    assert not compiled.is_fresh(module, sources.digest(folder))


def test_check_writes_nothing(tmp_path):
    folder = samples.policies(tmp_path, {"says": SAYS})
    assert not compiled.compile_policies(folder, check=True)
    assert not (folder / sources.MODULE).exists()
    assert not compiled.compile_policies(folder, check=False)
    assert compiled.compile_policies(folder, check=True)
    (folder / sources.MODULE).write_bytes(b"old")
    assert not compiled.compile_policies(folder, check=True)
    assert (folder / sources.MODULE).read_bytes() == b"old"


def test_a_built_in_that_the_embedded_engine_lacks_is_refused(tmp_path):
    folder = samples.policies(tmp_path, {"says": 'deny contains {"field": "a", "message": sprintf("%s", ["b"])}'})
    with pytest.raises(ToolError, match="sprintf"):
        compiled.build(folder)


def test_a_missing_opa_is_said(tmp_path, monkeypatch):
    folder = samples.policies(tmp_path, {"says": SAYS})
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(ToolError, match="install it"):
        compiled.build(folder)


def test_data_documents_stand_where_their_folders_are(tmp_path):
    folder = samples.policies(tmp_path, {})
    (folder / "lib/registries").mkdir()
    (folder / "lib/registries/data.json").write_text('["registry.example"]')
    data = sources.data(folder)
    assert data["lib"]["registries"] == ["registry.example"]
    assert data["lib"]["pod_paths"]


def test_a_data_document_that_is_no_json_is_located(tmp_path):
    folder = samples.policies(tmp_path, {})
    (folder / "lib/pod_paths/data.json").write_text('[\n  "a",\n')
    with pytest.raises(InputError, match=r"data\.json:3:1: not JSON"):
        sources.data(folder)
