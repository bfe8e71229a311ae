"""What valid declarations mean."""

import os
from pathlib import Path

import pytest
from malformed.table import (
    API,
    CLOUD,
    CORE,
    DB,
    LAPTOP,
    PLATFORM,
    SITE,
    WEB,
    Case,
    Link,
    append,
    build,
    edit,
)

from generator import blueprints
from generator.declarations import Folder, load, load_cluster
from generator.errors import InputError, Place
from generator.model import BlueprintRef, Destination, Environment, Image, Taint

DIGEST = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"


def test_environments_keep_the_order_of_promotion(load_with):
    assert load_with().platform.environments == (Environment("dev"), Environment("prod", protected=True))


def test_a_service_has_its_own_values_and_the_defaults_of_its_blueprint(load_with):
    web = load_with().services["core", "web"]
    assert web.neutral.parameters == {"replicas": 2, "port": 8080, "title": ""}
    assert web.settings["dev"] == web.neutral
    assert web.settings["prod"].parameters == {"replicas": 4, "port": 8080, "title": ""}


def test_a_digest_in_an_environment_drops_the_tag_from_above(load_with):
    web = load_with().services["core", "web"]
    assert web.neutral.image == Image("ghcr.io/example/web", tag="1.0.0")
    assert web.settings["prod"].image == Image("ghcr.io/example/web", digest=DIGEST)


def test_a_tag_in_an_environment_drops_the_digest_from_above(load_with):
    change = append(API, "environments:\n  dev: {image: {tag: edge}}\n")
    pinned = {API: change[API].replace(b"  tag: 1.0.0", f"  digest: {DIGEST}".encode())}
    assert load_with(pinned).services["core", "api"].settings["dev"].image == Image("ghcr.io/example/api", tag="edge")


def test_an_environment_may_take_another_version(load_with):
    settings = load_with(append(WEB, "    blueprint: site/v2\n")).services["core", "web"].settings
    assert settings["prod"].blueprint == BlueprintRef("site", 2)
    assert settings["dev"].blueprint == BlueprintRef("site", 1)


def test_a_disabled_service_keeps_its_settings(load_with):
    settings = load_with(append(DB, "environments:\n  prod: {enabled: false}\n")).services["core", "db"].settings
    assert (settings["dev"].enabled, settings["prod"].enabled) == (True, False)
    assert settings["prod"].blueprint == settings["dev"].blueprint


def test_a_disabled_service_needs_no_capability(load_with):
    lacking = edit(LAPTOP, "capabilities:\n  database: in-cluster\n", "")
    off = append(DB, "environments:\n  dev: {enabled: false}\n")
    assert load_with(lacking, off).services["core", "db"].settings["dev"].enabled is False


def test_the_quota_of_an_environment_merges_into_the_team_s(load_with):
    core = load_with().teams["core"]
    assert core.settings["dev"].quota == {"requests.cpu": "8", "pods": "40"}
    assert core.settings["prod"].quota == {"requests.cpu": "32", "pods": "40"}
    assert core.neutral.limits == [{"type": "Container", "default": {"cpu": "500m", "memory": "512Mi"}}]


def test_quantities_may_be_numbers(load_with):
    quota = load_with(edit(CORE, 'requests.cpu: "8"', "requests.cpu: 1.5")).teams["core"].settings["dev"].quota
    assert quota["requests.cpu"] == "1500m"


def test_connections_name_the_other_team_and_the_place(load_with):
    declared = load_with()
    (connects,) = declared.services["data", "report"].connects
    assert (connects.team, connects.service, connects.port) == ("core", "api", "http")
    assert connects.place == Place("teams/data/report.yaml", 6, 14)
    assert [each.service for each in declared.services["core", "api"].accepts] == ["web", "report"]


def test_a_cluster_has_its_defaults_by_provider(load_with):
    clusters = load_with().clusters
    assert (clusters["laptop"].network.cni, clusters["cloud"].network.cni) == ("kindnet", "vpc-cni")
    assert clusters["laptop"].destination == Destination(server="https://kubernetes.default.svc")
    assert clusters["cloud"].destination == Destination(name="cloud")
    assert clusters["laptop"].ingress == {
        "provider": "",
        "className": "",
        "annotations": {},
        "tls": "controller",
        "gateway": None,
    }


def test_a_retired_ingress_controller_warns(load_with):
    nginx = edit(CLOUD, "  className: alb", "  className: nginx\n  provider: ingress-nginx")
    assert [text.partition(": ")[0] for text in load_with(nginx).warnings] == [f"{CLOUD}:13:13"]


def test_a_deprecated_blueprint_warns_where_it_is_named(tmp_path):
    root = build(
        Case(edit(SITE, "summary: A web site", "summary: A web site\ndeprecated: use site/v2"), "", ""), tmp_path
    )
    warnings = load(root, {info.ref: info for info in blueprints.load([root / "blueprints"]).infos}).warnings
    assert f"{WEB}:1:12: the blueprint `site/v1` is deprecated; use site/v2" in warnings
    assert len(warnings) == 3


def test_words_for_people_and_hidden_files_declare_nothing(load_with):
    plain = load_with()
    paths = ("teams/README.md", "teams/core/README.md", "clusters/.DS_Store", "teams/.idea/x.yaml")
    links = {"teams/core/.#web.yaml": Link("someone@somewhere.1234")}
    assert load_with(dict.fromkeys(paths, b"x"), links) == plain


def test_a_pipe_is_reported_and_never_read(tmp_path, load_with):
    (tmp_path / "repository/teams/core").mkdir(parents=True)
    os.mkfifo(tmp_path / "repository/teams/core/pipe.yaml")
    with pytest.raises(InputError, match=r"teams/core/pipe.yaml:1:1: this is not a plain file"):
        load_with()


def test_an_unreadable_file_is_a_problem_of_its_place(tmp_path, infos):
    build(Case({}, "", ""), tmp_path)

    class Vanishing(Folder):
        def read(self, path):
            (self.root / PLATFORM).unlink(missing_ok=True)
            return super().read(path)

    with pytest.raises(InputError, match=r"platform\.yaml:1:1: cannot be read: No such file or directory"):
        load(Vanishing(tmp_path), infos)


class TestClusterFile:
    MINIMAL = """\
provider: eks
kubernetesVersion: "1.34"
nodePools:
  - name: gpu
    labels: {workload: ml}
    taints: [{key: nvidia.com/gpu, value: present, effect: NoSchedule}]
    capacity: {cpu: "8", memory: 32Gi, pods: 58, nvidia.com/gpu: "1"}
    architecture: amd64
    nodes: {min: 0, max: 4}
    spot: false
"""

    def write(self, tmp_path, text):
        path = tmp_path / "Some cluster_1.yaml"
        path.write_text(text)
        return path

    def test_provider_version_and_pools_are_enough(self, tmp_path):
        cluster = load_cluster(self.write(tmp_path, self.MINIMAL))
        (pool,) = cluster.node_pools
        assert pool.capacity == {"cpu": "8", "memory": "32Gi", "pods": "58", "nvidia.com/gpu": "1"}
        assert pool.taints == (Taint("nvidia.com/gpu", "present", "NoSchedule"),)
        assert (pool.minimum, pool.maximum, pool.spot) == (0, 4, False)
        assert (cluster.kubernetes_version, cluster.environments) == ("1.34", ())

    @pytest.mark.parametrize(("written", "version"), [("1.30", "1.30"), ("1.34", "1.34"), ('"1.30"', "1.30")])
    def test_a_version_needs_no_quotes(self, tmp_path, written, version):
        text = self.MINIMAL.replace('"1.34"', written)
        assert load_cluster(self.write(tmp_path, text)).kubernetes_version == version

    def test_problems_name_the_path_as_given(self, tmp_path, monkeypatch):
        self.write(tmp_path, self.MINIMAL.replace("provider: eks", "provider: eksx"))
        monkeypatch.chdir(tmp_path)
        with pytest.raises(InputError, match=r"^Some cluster_1.yaml:1:11: `provider` must be one of `kind`, `eks`"):
            load_cluster(Path("Some cluster_1.yaml"))

    def test_a_missing_file_is_an_input_error(self, tmp_path):
        with pytest.raises(InputError, match="cannot be read"):
            load_cluster(tmp_path / "none.yaml")


def test_the_platform_s_defaults(load_with):
    platform = load_with().platform
    assert (platform.argocd_namespace, platform.fail_on, platform.registries) == ("argocd", "error", ())


def test_an_environment_may_have_severities_of_its_own(load_with):
    changed = edit(PLATFORM, "- name: dev\n", "- name: dev\n    severities: {availability/*: notice}\n")
    dev, prod = load_with(changed).platform.environments
    assert (dev.severities, prod.severities) == ({"availability/*": "notice"}, {})


def test_severities_are_by_rule_or_family(load_with):
    change = append(
        PLATFORM, "policy: {failOn: warning, severities: {availability/*: notice, image/tag-only: error}}\n"
    )
    platform = load_with(change).platform
    assert platform.severities == {"availability/*": "notice", "image/tag-only": "error"}
    assert platform.fail_on == "warning"
