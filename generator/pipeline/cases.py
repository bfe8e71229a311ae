"""What is judged: objects and the facts about them, where they go to, and where a person mends them."""

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from generator import declarations
from generator.analysis import delivery_facts, image_facts, schema
from generator.analysis.coverage import unexpected_files
from generator.analysis.reachability import FLOW_FACTS, DeclaredFlow
from generator.analysis.schema import NEWEST
from generator.model import Cluster, Fact, Loaded, Object, Severities
from generator.pipeline import facts, flows
from generator.pipeline.committed import Committed
from generator.pipeline.inputs import Inputs
from generator.pipeline.locating import InManifests, InTree
from generator.pipeline.scope import Scope
from generator.policy import contexts
from generator.policy.contexts import Contexts, PodSecurity
from generator.policy.findings import Locate


class Assumptions(Struct, frozen=True):
    """What is taken for granted about manifests by path. The version is empty where nobody states one: the cluster's
    counts then, or else the newest.
    """

    pod_security: PodSecurity = field(default_factory=PodSecurity)
    kubernetes_version: str = ""
    cluster: Path | None = None


class Case(Struct, frozen=True):
    """Everything that one judgement needs, whatever the objects came from; `whole` where they are the whole of what a
    repository's waivers are about.
    """

    loaded: Loaded
    facts: tuple[Fact, ...]
    contexts: Contexts
    locate: Locate
    severities: Severities = field(default_factory=Severities)
    environments: tuple[str, ...] = ()
    whole: bool = False


def of_tree(root: Path, inputs: Inputs, tree: Committed, valid: schema.Marks | None = None) -> Case:
    """A repository's committed tree, every environment. `valid` are marks of bodies that are valid (see `schema`)."""
    platform = inputs.declarations.platform
    clusters: dict[str | None, Cluster] = dict(inputs.declarations.clusters.items())
    objects = tree.loaded.objects

    def declared(name: str | None, group: Sequence[Object]) -> Sequence[DeclaredFlow]:
        return flows.declared(inputs, clusters[name], group)

    gathered = (
        *facts.gather(objects, clusters, NEWEST, declared, valid),
        *delivery_facts.facts(objects, tree.deliveries),
        *image_facts.facts(objects, platform.environments),
        *unexpected_files(tree.entries, tree.reached),
    )
    resolved = contexts.resolve(objects, clusters=clusters, platform=platform)
    names = tuple(environment.name for environment in platform.environments)
    severities = Severities(platform.severities, {each.name: each.severities for each in platform.environments})
    return Case(tree.loaded, gathered, resolved, InTree(root, inputs), severities, names, whole=True)


def of_manifests(loaded: Loaded, stdin: Callable[[], bytes], assumed: Assumptions) -> Case:
    """Manifests by path."""
    clusters: dict[str | None, Cluster] = {}
    version = assumed.kubernetes_version or NEWEST
    if assumed.cluster:
        declared = declarations.load_cluster(assumed.cluster)
        version = assumed.kubernetes_version or declared.kubernetes_version
        clusters[None] = replace(declared, kubernetes_version=version)
    resolved = contexts.resolve(
        loaded.objects, default=assumed.pod_security, clusters=clusters, kubernetes_version=version
    )
    return Case(loaded, facts.gather(loaded.objects, clusters, version), resolved, InManifests(stdin))


def narrowed(case: Case, part: Scope) -> Case:
    """What counts of a case that was read for a part of the tree: objects that may have changed, and facts, which others
    may follow from. Facts about flows count wherever they are told: both ends were read.
    """
    objects = tuple(item for item in case.loaded.objects if part.changes(item.origin.file))
    kept = (each for each in case.facts if each.body["kind"] in FLOW_FACTS or part.judges(each.subject.origin.file))
    return replace(case, loaded=replace(case.loaded, objects=objects), facts=tuple(kept), whole=False)


def later(case: Case, version: str) -> Case:
    """The same objects on clusters of a later minor version, with those facts only that depend on it."""
    upgraded = contexts.later(case.contexts, version)
    found = schema.facts(case.loaded.objects, upgraded.clusters, upgraded.kubernetes_version)
    return replace(case, contexts=upgraded, facts=found)
