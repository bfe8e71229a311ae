"""Objects for tests of the analysis: YAML in, model values out, as manifests reads them."""

import re
import textwrap

from generator import manifests, yamlio
from generator.model import Body, Cluster, NodePool, Object, Origin, Taint


def objects(text: str, **origin: str) -> tuple[Object, ...]:
    """The objects of a YAML stream; `origin` may set `cluster` and `environment`."""
    return manifests.objects(yamlio.parse(textwrap.dedent(text).encode(), "test.yaml"), "test.yaml", **origin)


def read(body: Body, **origin: str) -> Object:
    """One object from its body."""
    (found,) = manifests.wrap([(body, Origin("test.yaml"))], **origin)
    return found


def pool(name: str = "general", taints: str = "", **settings: object) -> NodePool:
    """A node pool; taints are written `key=value:effect`, separated by blanks."""
    parsed = [re.fullmatch(r"([^=:]+)=?([^:]*):(\w+)", taint) for taint in taints.split()]
    return NodePool(name, taints=tuple(Taint(*match.groups()) for match in parsed if match), **settings)


def cluster(*pools: NodePool, provider: str = "kind") -> Cluster:
    """A cluster with node pools."""
    return Cluster("test", provider, "1.37", node_pools=pools)
