"""Malformed inputs as small changes to one valid repository, each with the place and the words of its error."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

REPOSITORY = Path(__file__).parent / "repository"
PLATFORM, LAPTOP, CLOUD = "platform.yaml", "clusters/laptop.yaml", "clusters/cloud.yaml"
CORE, WEB, API, DB = "teams/core/team.yaml", "teams/core/web.yaml", "teams/core/api.yaml", "teams/core/db.yaml"
DATA, REPORT = "teams/data/team.yaml", "teams/data/report.yaml"
SITE, WORKLOAD = "blueprints/site/v1/blueprint.yaml", "blueprints/site/v1/manifests/workload.yaml"


@dataclass(frozen=True)
class Link:
    """A symbolic link to write instead of a file."""

    target: str


Changes = Mapping[str, bytes | Link | None]


@dataclass(frozen=True)
class Case:
    """Files to change (None removes one), and what is then reported: `file:line:column`, or its beginning, and a part
    of the message. `stage` is the first that notices.
    """

    changes: Changes
    place: str
    message: str
    stage: Literal["declarations", "blueprints", "rendering"] = "declarations"


def edit(path: str, old: str, new: str) -> Changes:
    """Replace the one occurrence of `old` in a file of the repository."""
    text = (REPOSITORY / path).read_text()
    if text.count(old) != 1:
        raise ValueError(f"{path} has {text.count(old)} times {old!r}")
    return {path: text.replace(old, new).encode()}


def append(path: str, text: str) -> Changes:
    """Add lines to the end of a file."""
    return {path: (REPOSITORY / path).read_bytes() + text.encode()}


def build(case: Case, root: Path) -> Path:
    """The repository with a case's changes, in an empty or missing folder."""
    shutil.copytree(REPOSITORY, root, dirs_exist_ok=True)
    for path, content in case.changes.items():
        target = root / path
        if content is None:
            target.unlink()
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, Link):
            target.unlink(missing_ok=True)
            target.symlink_to(content.target)
        else:
            target.write_bytes(content)
    return root


ZEROES = "sha256:" + "0" * 63
YAML = {
    "syntax": Case(edit(WEB, "blueprint: site/v1", "blueprint: [site/v1"), f"{WEB}:2:6", "not closed"),
    "duplicate key": Case(edit(WEB, "  tag: 1.0.0", "  tag: 1.0.0\n  tag: 2.0.0"), f"{WEB}:5:3", "tag"),
    "tab indentation": Case(edit(WEB, "  replicas: 2", "\treplicas: 2"), f"{WEB}:6:1", "tab"),
    "NUL byte": Case({WEB: b"blueprint: site/v1\nimage: {name: a\0b}\n"}, f"{WEB}:2:16", ""),
    "not UTF-8": Case({WEB: b"blueprint: site/v1\ndescription: caf\xe9\n"}, f"{WEB}:2:17", "UTF-8"),
    "empty file": Case({WEB: b""}, f"{WEB}:1:1", "the file is empty"),
    "only a comment": Case({WEB: b"# nothing\n"}, f"{WEB}:1:1", "empty"),
    "two documents": Case(append(WEB, "---\nblueprint: site/v1\n"), f"{WEB}:17:1", "one document, not 2"),
    "list instead of map": Case({WEB: b"- blueprint: site/v1\n"}, f"{WEB}:1:1", "a map of fields, not a list"),
    "text instead of map": Case({WEB: b"site\n"}, f"{WEB}:1:1", "a map of fields, not `site`"),
    "alias bomb": Case(
        {
            WEB: b"blueprint: site/v1\nparameters:\n  a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
            + b"".join(
                f"  a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]\n".encode() for level in range(1, 9)
            )
        },
        f"{WEB}:",
        "alias",
    ),
    "unknown alias": Case(edit(WEB, "  replicas: 2", "  replicas: *two"), f"{WEB}:6:13", "two"),
    "deep nesting": Case({WEB: b"parameters: " + b"[" * 5000 + b"]" * 5000 + b"\n"}, f"{WEB}:1:1012", "nested"),
    "object tag": Case(
        edit(WEB, "  replicas: 2", "  replicas: !!python/object/apply:os.getcwd []"), f"{WEB}:6:13", "tag"
    ),
    "huge integer": Case(
        edit(WEB, "  replicas: 2", "  replicas: 99999999999999999999999"), f"{WEB}:6:13", "must be at most 9"
    ),
    "infinity": Case(edit(WEB, "  replicas: 2", "  replicas: .inf"), f"{WEB}:6:13", "inf"),
    "not a number": Case(edit(WEB, "  replicas: 2", "  title: .nan"), f"{WEB}:6:10", "nan"),
    "merge key of a text": Case(edit(WEB, "  replicas: 2", "  <<: x"), f"{WEB}:6:", ""),
}

SHAPE = {
    "wrong type": Case(
        edit(WEB, "replicas: 2", "replicas: two"), f"{WEB}:6:13", "`replicas` must be a whole number, not `two`"
    ),
    "number for a text": Case(
        edit(WEB, "tag: 1.0.0", "tag: 1.0"), f"{WEB}:4:8", "`image.tag` must be text, not the number 1"
    ),
    "unknown field": Case(append(WEB, "replica: 2\n"), f"{WEB}:16:1", "unknown field `replica`"),
    "misspelt field": Case(
        edit(WEB, "connects:", "connect:"), f"{WEB}:7:1", "unknown field `connect`; did you mean `connects`?"
    ),
    "missing field": Case({WEB: b"blueprint: site/v1\n"}, f"{WEB}:1:1", "`image` is missing"),
    "empty value": Case(edit(WEB, "blueprint: site/v1", "blueprint:"), f"{WEB}:1:11", "`blueprint` is empty"),
    "bad digest": Case(
        edit(WEB, "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", ZEROES),
        f"{WEB}:13:15",
        "must be a digest (`sha256:` and 64 hexadecimal digits)",
    ),
    "tag in the image's name": Case(
        edit(WEB, "ghcr.io/example/web", "ghcr.io/example/web:latest"), f"{WEB}:3:9", "without tag or digest"
    ),
    "bad quantity": Case(
        edit(CORE, 'requests.cpu: "8"', "requests.cpu: 8 cores"),
        f"{CORE}:5:17",
        "`quota.requests.cpu` must be a quantity, not `8 cores`",
    ),
    "negative quantity": Case(edit(CORE, 'pods: "40"', "pods: -1"), f"{CORE}:6:9", "must be at least 0"),
    "unknown limit": Case(edit(CORE, "    default:", "    defaults:"), f"{CORE}:9:5", "did you mean `default`?"),
    "bad namespace": Case(
        edit(CORE, "namespace: app-core", "namespace: App_Core"), f"{CORE}:1:12", "must be a DNS label"
    ),
    "bad owner": Case(edit(CORE, '"@example/core"', "core"), f"{CORE}:2:10", "must be a GitHub user or team"),
    "system group": Case(
        append(CORE, "groups:\n  view: [system:masters]\n"), f"{CORE}:15:10", "may not begin with `system:`"
    ),
    "bad revision": Case(
        edit(PLATFORM, "refs/heads/main", "main"), f"{PLATFORM}:3:11", "must be a full git reference, not `main`"
    ),
    "bad severity": Case(
        append(PLATFORM, "policy:\n  severities: {image/*: warn}\n"),
        f"{PLATFORM}:11:25",
        "must be one of `error`, `warning`, `notice`, not `warn`; did you mean `warning`?",
    ),
    "EKS spelling of a taint": Case(
        edit(CLOUD, "    nodes:", "    taints: [{key: gpu, effect: NO_SCHEDULE}]\n    nodes:"),
        f"{CLOUD}:8:33",
        "`nodePools[0].taints[0].effect` must be one of `NoSchedule`, `PreferNoSchedule`, `NoExecute`, not `NO_SCHEDULE`; did you mean `NoSchedule`?",
    ),
    "boolean as a label": Case(
        edit(CLOUD, "    nodes:", "    labels: {gpu: true}\n    nodes:"),
        f"{CLOUD}:8:19",
        "`nodePools[0].labels.gpu` must be text, not `true`; write it in quotes",
    ),
    "bad key of a label": Case(
        edit(CLOUD, "    nodes:", "    labels: {Bad Key: x}\n    nodes:"),
        f"{CLOUD}:8:14",
        "the key `Bad Key` must be a label key, with or without a prefix",
    ),
    "bad name of a capability": Case(
        edit(CLOUD, "  database: rds", "  data-base: rds"),
        f"{CLOUD}:14:3",
        "the key `data-base` must be the name of a capability",
    ),
    "unknown provider of a database": Case(
        edit(CLOUD, "database: rds", "database: aurora"),
        f"{CLOUD}:14:13",
        "`capabilities.database` must be one of `in-cluster`, `rds`, not `aurora`",
    ),
    "unknown provider": Case(
        edit(CLOUD, "provider: eks", "provider: EKS"), f"{CLOUD}:1:11", "not `EKS`; did you mean `eks`?"
    ),
    "port out of range": Case(
        append(WEB, "external:\n  - {name: mail, addresses: [203.0.113.7/32], ports: [70000]}\n"),
        f"{WEB}:17:55",
        "must be at most 65535",
    ),
    "two destinations": Case(
        append(CLOUD, "  server: https://x\n"), f"{CLOUD}:16:3", "`destination` must have at most 1 keys, and has 2"
    ),
    "unsupported Kubernetes": Case(
        edit(CLOUD, '"1.36"', '"1.24"'), f"{CLOUD}:2:20", "Kubernetes 1.24 is not supported; 1.25 to 1.37 are"
    ),
    "bad address": Case(
        edit(LAPTOP, "10.244.0.0/16", "10.300.0.0/16"), f"{LAPTOP}:9:10", "`10.300.0.0/16` is not a block of addresses"
    ),
    "address with host bits": Case(
        edit(CLOUD, "10.0.64.0/20", "10.0.65.0/20"), f"{CLOUD}:10:15", "write `10.0.64.0/20`"
    ),
    "pool of fewer than none": Case(
        edit(CLOUD, "min: 1, max: 4", "min: 5, max: 4"), f"{CLOUD}:8:12", "at least 5 nodes cannot have at most 4"
    ),
    "pool declared twice": Case(
        edit(CLOUD, "network:", '  - name: general\n    capacity: {cpu: "1"}\nnetwork:'),
        f"{CLOUD}:9:11",
        f"the node pool `general` is declared already at {CLOUD}:6:11",
    ),
}

PATHS = {
    "no platform": Case({PLATFORM: None}, f"{PLATFORM}:1:1", "the file is missing"),
    "bad name of a service": Case(
        {"teams/core/Web_2.yaml": b""}, "teams/core/Web_2.yaml:1:1", "the service's name `Web_2` is not a DNS label"
    ),
    "long name of a service": Case(
        {f"teams/core/{'x' * 53}.yaml": b""},
        f"teams/core/{'x' * 53}.yaml:1:1",
        "has 53 characters, and 52 are the most",
    ),
    "bad name of a team": Case(
        {"teams/2nd/team.yaml": b""}, "teams/2nd/team.yaml:1:1", "the team's name `2nd` is not a DNS label"
    ),
    "team without team.yaml": Case({DATA: None}, f"{DATA}:1:1", "the team `data` has services and no team.yaml"),
    "other ending": Case(
        {"teams/core/job.yml": b""}, "teams/core/job.yml:1:1", "it declares nothing; rename it to `job.yaml`"
    ),
    "too deep": Case(
        {"teams/core/more/job.yaml": b""}, "teams/core/more/job.yaml:1:1", "a service is `teams/<team>/<service>.yaml`"
    ),
    "team as a file": Case({"teams/ml.yaml": b""}, "teams/ml.yaml:1:1", "a team is `teams/ml/team.yaml`"),
    "unexpected file": Case({"clusters/notes.txt": b""}, "clusters/notes.txt:1:1", "unexpected file"),
    "symbolic link": Case({WEB: Link("/etc/passwd")}, f"{WEB}:1:1", "symbolic links are not followed"),
    "linked folder": Case({"teams/other": Link("core")}, "teams/other:1:1", "symbolic links are not followed"),
    "path escape": Case(
        edit(WEB, "- service: api", "- service: ../../etc/api"),
        f"{WEB}:8:14",
        "a service of this team, or team/service",
    ),
    "path escape of a blueprint": Case(
        edit(WEB, "site/v1", "../site/v1"), f"{WEB}:1:12", "must be a blueprint and its major version"
    ),
}

TOGETHER = {
    "unknown blueprint": Case(
        edit(WEB, "site/v1", "sitte/v1"), f"{WEB}:1:12", "no blueprint `sitte`; did you mean `site/v"
    ),
    "unknown version": Case(edit(WEB, "site/v1", "site/v9"), f"{WEB}:1:12", "the blueprint `site` has no version v9"),
    "blueprint for a team": Case(
        edit(WEB, "site/v1", "room/v1"), f"{WEB}:1:12", "`room/v1` is a blueprint for a team, not for a service"
    ),
    "other blueprint in an environment": Case(
        append(WEB, "    blueprint: store/v1\n"), f"{WEB}:16:16", "another version of `site`, not `store`"
    ),
    "unknown parameter": Case(
        edit(WEB, "  replicas: 2", "  replica: 2"),
        f"{WEB}:6:3",
        "unknown parameter of site/v1: `replica`; did you mean `replicas`?",
    ),
    "bad parameter in an environment": Case(
        edit(WEB, "replicas: 4", "replicas: 40"), f"{WEB}:15:17", "`replicas` must be at most 9, not 40"
    ),
    "null parameter": Case(edit(WEB, "replicas: 4", "title: null"), f"{WEB}:15:7", "can replace, not remove"),
    "unknown environment": Case(
        edit(WEB, "  prod:", "  prd:"), f"{WEB}:11:3", "no environment `prd`; did you mean `prod`?"
    ),
    "YAML 1.1 boolean as name": Case(
        edit(PLATFORM, "name: dev", "name: no"), f"{PLATFORM}:6:11", "must be text, not `false`"
    ),
    "environment without a cluster": Case(
        edit(PLATFORM, "  - name: prod", "  - name: staging\n  - name: prod"),
        f"{PLATFORM}:7:11",
        "no cluster hosts `staging`",
    ),
    "environment with two clusters": Case(
        edit(LAPTOP, "  dev: {}", "  dev: {}\n  prod: {suffix: -x}"),
        f"{LAPTOP}:5:3",
        f"`prod` is hosted already at {CLOUD}:4:3",
    ),
    "environments without a suffix": Case(
        {
            **edit(LAPTOP, "  dev: {}", "  dev: {}\n  test: {}"),
            **edit(PLATFORM, "  - name: dev", "  - name: dev\n  - name: test"),
        },
        f"{LAPTOP}:5:3",
        f"`test` shares this cluster and its namespaces with `dev` ({LAPTOP}:4:3)",
    ),
    "environment declared twice": Case(
        edit(PLATFORM, "  - name: prod", "  - name: dev\n  - name: prod"),
        f"{PLATFORM}:7:11",
        f"the environment `dev` is declared already at {PLATFORM}:6:11",
    ),
    "namespace of another team": Case(
        edit(DATA, "app-data", "app-core"), f"{DATA}:1:12", f"is that of team `core` already ({CORE}:1:12)"
    ),
    "namespace of the platform": Case(
        edit(DATA, "app-data", "kube-system"), f"{DATA}:1:12", "the namespace `kube-system` belongs to the platform"
    ),
    "namespace of another team by its suffix": Case(
        {
            **edit(DATA, "app-data", "app-core-test"),
            **edit(LAPTOP, "dev: {}", "dev: {}\n  test: {suffix: -test}"),
            **edit(PLATFORM, "  - name: dev", "  - name: dev\n  - name: test"),
        },
        f"{CORE}:1:12",
        f"in `test` the namespace is `app-core-test`, as is another team's in `dev` ({DATA}:1:12)",
    ),
    "missing capability": Case(
        edit(LAPTOP, "capabilities:\n  database: in-cluster\n", ""),
        f"{DB}:1:12",
        f"`store/v1` needs the capability `database`, which the cluster of `dev` lacks; add it to `capabilities` at {LAPTOP}",
    ),
    "capability without a variant": Case(
        {
            **edit(SITE, "provides:", "capability: cache\nprovides:"),
            "blueprints/site/v1/variants/redis/extra.yaml": b"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n",
            **append(LAPTOP, "  cache: valkey\n"),
            **edit(CLOUD, "database: rds", "database: rds\n  cache: redis"),
        },
        f"{REPORT}:1:12",
        f"`site/v1` has no variant for `cache: valkey` of `dev` ({LAPTOP}:12:10); it has `redis`",
    ),
    "exposed without an ingress": Case(
        append(WEB, "exposed: true\n"),
        f"{WEB}:16:10",
        "the service is exposed, and the cluster of `dev` has no ingress",
    ),
    "connection to an unknown service": Case(
        edit(WEB, "service: api", "service: apy"), f"{WEB}:8:14", "no service `core/apy`; did you mean `api`?"
    ),
    "connection to an unknown team": Case(
        edit(REPORT, "core/api", "cor/api"), f"{REPORT}:6:14", "no service `cor/api`; did you mean `core/api`?"
    ),
    "connection to an unknown port": Case(
        edit(REPORT, "port: http", "port: htp"), f"{REPORT}:6:14", "has no port `htp` as site/v1; did you mean `http`?"
    ),
    "connection that nobody accepts": Case(
        edit(API, "  - service: web\n    port: http\n", ""),
        f"{WEB}:8:14",
        f"which {API} does not answer; add `{{service: web, port: http}}` to `accepts` at {API}:8:1",
    ),
    "connection that nobody wants": Case(
        edit(REPORT, "connects:\n  - service: core/api\n    port: http\n", ""),
        f"{API}:11:14",
        f"which {REPORT} does not answer; add `{{service: core/api, port: http}}` to `connects` at {REPORT}:1:1",
    ),
    "connection declared twice": Case(
        edit(WEB, "  - service: api", "  - service: api\n    port: http\n  - service: api"),
        f"{WEB}:10:14",
        f"this repeats the entry at {WEB}:8:14",
    ),
    "connection to itself": Case(
        edit(WEB, "service: api", "service: core/web"), f"{WEB}:8:14", "a service needs no connection to itself"
    ),
    "outside name declared twice": Case(
        append(
            WEB,
            "external:\n  - &mail {name: mail, addresses: [203.0.113.7/32], ports: [587]}\n  - *mail\n",
        ),
        f"{WEB}:",
        "`mail` is declared already",
    ),
}

BLUEPRINTS = {
    "undefined variable": Case(
        edit(WORKLOAD, "{{ image.name }}", "{{ imge.name }}"), f"{WORKLOAD}:8:", "imge", stage="blueprints"
    ),
    "template error": Case(
        edit(WORKLOAD, "{{ image.name }}", "{{ image.name + 1 }}"), f"{WORKLOAD}:8:", "", stage="rendering"
    ),
    "unfinished expression": Case(
        edit(WORKLOAD, "{{ image.name }}", "{{ image.name"), f"{WORKLOAD}:8:", "", stage="blueprints"
    ),
    "runaway expression": Case(
        edit(WORKLOAD, "{{ image.name }}", "{{ 9**9**8 }}"), f"{WORKLOAD}:8:", "", stage="blueprints"
    ),
    "repeated text": Case(
        edit(WORKLOAD, "{{ image.name }}", "{{ 'x' * 999999999 }}"), f"{WORKLOAD}:8:", "", stage="blueprints"
    ),
    "endless range": Case(
        edit(WORKLOAD, '"{{ image.name }}"', '[{$for: "i in range(1000000000000)", x: 1}]'),
        f"{WORKLOAD}:8:",
        "",
        stage="blueprints",
    ),
    "statement": Case(
        edit(WORKLOAD, "{{ image.name }}", "{% for i in [1] %}x{% endfor %}"), f"{WORKLOAD}:8:", "", stage="blueprints"
    ),
    "underscore attribute": Case(
        edit(WORKLOAD, "{{ image.name }}", "{{ image.__class__ }}"), f"{WORKLOAD}:8:", "", stage="blueprints"
    ),
    "unknown filter": Case(
        edit(WORKLOAD, "{{ image.name }}", "{{ image.name | uper }}"), f"{WORKLOAD}:8:", "uper", stage="blueprints"
    ),
    "unknown structural key": Case(
        edit(WORKLOAD, "kind: ConfigMap", 'kind: ConfigMap\n$iff: "true"'), f"{WORKLOAD}:3:1", "$if", stage="blueprints"
    ),
    "unknown fragment": Case(
        edit(WORKLOAD, "kind: ConfigMap", "kind: ConfigMap\n$use: {fragment: nothing}"),
        f"{WORKLOAD}:3:",
        "nothing",
        stage="blueprints",
    ),
    "broken template": Case(
        edit(WORKLOAD, "kind: ConfigMap", "kind: [ConfigMap"), f"{WORKLOAD}:", "", stage="blueprints"
    ),
    "parameters that are no schema": Case(
        edit(SITE, "  type: object", "  type: objekt"), f"{SITE}:8:9", "`parameters.type`", stage="blueprints"
    ),
}

CASES: Mapping[str, Case] = {**YAML, **SHAPE, **PATHS, **TOGETHER, **BLUEPRINTS}
