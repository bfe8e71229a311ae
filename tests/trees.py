"""Objects for tests, read from YAML as the checker reads them, and short ways to write pods and policies."""

import textwrap

import yaml

from generator import manifests, yamlio


def tree(*parts, **origin):
    """The objects of YAML streams and of bodies, in order."""
    streams = [textwrap.dedent(part) if isinstance(part, str) else yaml.safe_dump(part) for part in parts]
    documents = yamlio.parse("\n---\n".join(streams).encode(), "tree.yaml")
    return manifests.objects(documents, "tree.yaml", **origin)


def deployment(name, labels, *ports, **spec):
    """A Deployment `namespace/name`; ports are written `http:8080` or `dns:53/UDP`."""
    namespace, _, short = name.partition("/")
    listed = [_port(port) for port in ports]
    pod = {"containers": [{"name": "main", "image": "example", "ports": listed}], **spec}
    template = {"metadata": {"labels": labels}, "spec": pod}
    body = {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": short, "namespace": namespace}}
    return body | {"spec": {"selector": {"matchLabels": labels}, "template": template}}


def policy(name, **spec):
    """A NetworkPolicy `namespace/name`."""
    namespace, _, short = name.partition("/")
    metadata = {"name": short, "namespace": namespace}
    return {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": metadata, "spec": spec}


def cluster_policy(name, **spec):
    """A ClusterNetworkPolicy of the Admin tier and priority 0, unless said otherwise."""
    spec = {"tier": "Admin", "priority": 0, **spec}
    return {
        "apiVersion": "policy.networking.k8s.io/v1alpha2",
        "kind": "ClusterNetworkPolicy",
        "metadata": {"name": name},
        "spec": spec,
    }


def namespace(name, **labels):
    """A Namespace."""
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": labels}}


def _port(text):
    name, _, rest = text.partition(":")
    number, _, protocol = rest.partition("/")
    return {"name": name, "containerPort": int(number), "protocol": protocol or "TCP"}
