"""`mlp promote`: an environment takes the release of another: its image, and its blueprint's major version.

The service's declaration is edited in place, and written only where the whole repository is still valid with it.
"""

from collections.abc import Iterator

from msgspec import Struct

from generator import declarations, tree
from generator.declarations.source import Entry, Folder
from generator.errors import UsageError
from generator.model import Declarations, Image, Service, ServiceSettings
from generator.pipeline import editing
from generator.pipeline.inputs import Inputs, load
from generator.settings import Settings
from generator.suggesting import suggest
from generator.tree import Changes

_IMAGE = ("name", "tag", "digest")


class Promotion(Struct, frozen=True):
    """What a promotion did: the declaration (relative to the root), what changed in it, and what is still in the way.
    Without changes nothing was written.
    """

    path: str
    changes: tuple[str, ...]
    notes: tuple[str, ...]


class _Edited(Struct, frozen=True):
    """The declarations of a folder, one of them with another content."""

    folder: Folder
    path: str
    content: bytes

    def entries(self) -> Iterator[Entry]:
        """What the folder has."""
        return self.folder.entries()

    def read(self, path: str) -> bytes:
        """The bytes of a file."""
        return self.content if path == self.path else self.folder.read(path)

    def digest(self, path: str) -> str:
        """What the folder knows of any other file."""
        return "" if path == self.path else self.folder.digest(path)


def promote(settings: Settings, name: str, source: str, target: str) -> Promotion:
    """Give a service (`team/service`, or `service` where only one team has it) in the environment `target` the release
    that it has in `source`.

    Raises UsageError where there is nothing that can be promoted, InputError where the result would not be valid.
    """
    inputs = load(settings)
    declared = inputs.declarations
    _in_order(declared, source, target)
    service = _service(declared, name)
    old, new = service.settings[target], service.settings[source]
    _released(declared, service, source, target)
    path = f"teams/{service.team}/{service.name}.yaml"
    changes = tuple(_changes(old, new))
    if changes:
        _edit(settings, inputs, service, (path, source, target))
    notes = () if old.enabled else (f"it is not enabled in {target}: take `enabled: false` away there to release it",)
    return Promotion(path, changes, notes)


def _in_order(declared: Declarations, source: str, target: str) -> None:
    """Refuse environments that are unknown, or not in the order of promotion."""
    order = [environment.name for environment in declared.platform.environments]
    for name in (source, target):
        if name not in order:
            raise UsageError(f"there is no environment {name}: {suggest(name, order)}")
    if order.index(source) >= order.index(target):
        raise UsageError(f"{source} does not come before {target}: the order of promotion is {', '.join(order)}")


def _service(declared: Declarations, name: str) -> Service:
    owner, _, own = name.rpartition("/")
    names = [(team, each) for team, each in declared.services if each == own and owner in {"", team}]
    found = [declared.services[each] for each in names]
    if not found:
        known = [f"{team}/{each}" for team, each in declared.services]
        raise UsageError(f"there is no service {name}: {suggest(name, known)}")
    if len(found) > 1:
        raise UsageError(f"{name} is several services: write {' or '.join(f'{each.team}/{own}' for each in found)}")
    return found[0]


def _released(declared: Declarations, service: Service, source: str, target: str) -> None:
    """Refuse what is no release: a disabled service, an image that nothing names, a tag where a digest is wanted."""
    settings = service.settings[source]
    protected = any(each.protected for each in declared.platform.environments if each.name == target)
    if not settings.enabled:
        raise UsageError(f"{service.team}/{service.name} is not enabled in {source}: there is no release to promote")
    if not (settings.image.digest or settings.image.tag):
        raise UsageError(f"the image in {source} has neither digest nor tag: nothing says which release it is")
    if protected and not settings.image.digest:
        raise UsageError(f"{target} is protected and takes only a digest, and in {source} the image has only a tag")


def _changes(old: ServiceSettings, new: ServiceSettings) -> Iterator[str]:
    """What differs between two releases, in words."""
    if old.blueprint != new.blueprint:
        yield f"blueprint: {old.blueprint} → {new.blueprint}"
    for key in _IMAGE:
        before, after = getattr(old.image, key), getattr(new.image, key)
        if before != after:
            yield f"image {key}: {before or 'none'} → {after or 'none'}"


def _edit(settings: Settings, inputs: Inputs, service: Service, where: tuple[str, str, str]) -> None:
    """Write the declaration with the release of one environment in another, if that is what it then says."""
    path, source, target = where
    folder, release = Folder(settings.root), service.settings[source]
    content = _rewritten(folder.read(path).decode(), target, service, release).encode()
    infos = {info.ref: info for info in inputs.catalogue.infos}
    edited = declarations.load(_Edited(folder, path, content), infos).services[service.team, service.name]
    if not _only_promoted(service, edited, target, release):
        raise UsageError(f"{path} is not written in a way that can be edited: write the release of {source} by hand")
    tree.apply(settings.root, lambda _: content, Changes(different=(path,)))


def _rewritten(text: str, target: str, service: Service, release: ServiceSettings) -> str:
    """The declaration with the release written out below the target: pinned, whatever changes above it later."""
    where = ("environments", target)
    if release.blueprint != service.settings[target].blueprint:
        text = editing.put(text, (*where, "blueprint"), str(release.blueprint))
    image, base = release.image, service.neutral.image
    wanted = Image(image.name if image.name != base.name else "", image.digest, image.tag)
    for key in _IMAGE:
        value = getattr(wanted, key)
        at = (*where, "image", key)
        text = editing.put(text, at, value) if value else text
    for key in _IMAGE:
        text = text if getattr(wanted, key) else editing.remove(text, (*where, "image", key))
    return text


def _only_promoted(before: Service, after: Service, target: str, release: ServiceSettings) -> bool:
    """Whether the target has the release, and everything else is what it was."""
    others = all(after.settings[name] == each for name, each in before.settings.items() if name != target)
    there = after.settings[target]
    return others and (there.blueprint, there.image) == (release.blueprint, release.image) and after.run == before.run
