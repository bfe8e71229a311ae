"""`mlp connections`: whole output and exit code, over manifests and over the committed tree."""

import json

import pytest
from support import REPOSITORY, mlp

SHOP = """
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, labels: {app: web}}
spec: {containers: [{name: web, image: web}]}
---
apiVersion: v1
kind: Pod
metadata: {name: db, namespace: shop, labels: {app: db}}
spec: {containers: [{name: db, image: db}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db, namespace: shop}
spec:
  podSelector: {matchLabels: {app: db}}
  policyTypes: [Ingress, Egress]
  ingress: [{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 5432}]}]
"""


@pytest.mark.parametrize(("port", "code", "verdict"), [("5432", 0, "allowed"), ("80/UDP", 1, "blocked")])
def test_a_flow_is_explained_and_a_blocked_one_fails(tmp_path, port, code, verdict):
    done = mlp(tmp_path, "connections", "-", "--from", "shop/web", "--to", "shop/db", "--port", port, given=SHOP)
    assert done.returncode == code
    assert verdict in done.stdout.splitlines()[0]
    assert "NetworkPolicy shop/db" in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--from", "shop/web"), "give both --from and --to"),
        (("--port", "80"), "give both --from and --to"),
        (("--from", "shop/web", "--to", "shop/db", "--format", "json"), "leave out --format"),
        (("--from", "shop/web", "--to", "shop/nobody"), "no workload is called shop/nobody"),
        (("--from", "shop/web", "--to", "shop/db", "--port", "http"), "http is not a port"),
    ],
)
def test_a_question_that_makes_no_sense_is_a_usage_error(tmp_path, arguments, said):
    done = mlp(tmp_path, "connections", "-", *arguments, given=SHOP)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stdout == ""


def test_every_format_tells_the_same_flow(tmp_path):
    for form, shown in {
        "text": "every port",
        "csv": ",,shop/web,Pod,shop/db,Pod,5432/TCP,true\n",
        "dot": '[label="5432"]',
        "html": "<td>Pod shop/web</td><td>Pod shop/db</td><td>5432/TCP</td><td>yes</td>",
    }.items():
        done = mlp(tmp_path, "connections", "-", "--format", form, given=SHOP)
        assert (done.returncode, done.stderr) == (0, "")
        assert shown in done.stdout


def test_what_cannot_be_read_is_named_and_the_rest_is_answered(tmp_path):
    (tmp_path / "shop.yaml").write_text(SHOP)
    (tmp_path / "torn.yaml").write_text("a: [")
    done = mlp(tmp_path, "connections", ".", "--format", "json")
    assert done.returncode == 3
    assert "torn.yaml" in done.stderr
    assert json.loads(done.stdout)["connections"]


def test_who_is_not_found_may_be_in_what_could_not_be_read(tmp_path):
    (tmp_path / "torn.yaml").write_text("a: [")
    done = mlp(tmp_path, "connections", ".", "--from", "shop/web", "--to", "shop/db")
    assert (done.returncode, done.stdout) == (3, "")
    assert "torn.yaml:" in done.stderr
    assert "no workload is called shop/web" in done.stderr


def test_the_committed_tree_is_answered_by_cluster():
    done = mlp(REPOSITORY, "connections", "--from", "app-core-team/frontend", "--to", "app-core-team/postgres")
    assert done.returncode == 1
    assert done.stdout.splitlines()[0] == "kind-local"
