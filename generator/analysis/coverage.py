"""Nothing beside the path: every entry of the generated folders must be reached by an Application's build.

Source: Argo CD builds whatever lies in an Application's path and applies `.argocd-source*.yaml` on top, so an entry
that nobody reads today is one that somebody reads by accident tomorrow.
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from generator.model import Fact, Object, Origin, fact

KUSTOMIZATION_NAMES = frozenset({"kustomization.yaml", "kustomization.yml", "Kustomization"})
FILE_API = "files.mlp/v1"


def unexpected_files(entries: Iterable[tuple[str, bool]], reached: AbstractSet[str]) -> tuple[Fact, ...]:
    """One `UnexpectedFile` fact for each entry that must not be there.

    `entries` are (path relative to the root, whether it is a regular file); `reached` are the files that the
    Applications' builds read.
    """
    facts = []
    for path, regular in entries:
        why = _why(path, regular, reached)
        if why:
            facts.append(_fact(path, why))
    return tuple(facts)


def _why(path: str, regular: bool, reached: AbstractSet[str]) -> str:  # noqa: FBT001 - the second half of a listing's entry
    name = path.rpartition("/")[2]
    if not regular:
        return "it is a symlink or a special file, which may lead anywhere"
    if name.startswith("."):
        return "hidden files can change what Argo CD builds"
    if path in reached:
        return ""
    if name in KUSTOMIZATION_NAMES:
        return "no Application builds this kustomization"
    return "no kustomization or Application reaches it"


def _fact(path: str, why: str) -> Fact:
    subject = Object({"apiVersion": FILE_API, "kind": "File", "metadata": {"name": path}}, Origin(path))
    return fact("UnexpectedFile", subject, path=path, why=why)
