# Image references. Source of the grammar: distribution/reference, normalize.go.
package lib.image

import data.lib

# Each {path, owner, image, repository, tag, digest} of the containers; the repository is written in full, with its
# registry, and tag and digest are empty where the reference has none.
references := [reference |
	some entry in lib.containers
	image := entry.container.image
	is_string(image)
	image != ""
	name := split(image, "@")[0]
	tag := _tag(name)
	reference := {
		"path": $"{entry.path}.image",
		"owner": $"container {entry.name}",
		"image": image,
		"repository": _full(trim_suffix(name, $":{tag}")),
		"tag": tag,
		"digest": concat("@", array.slice(split(image, "@"), 1, 9)),
	}
]

# Whether a repository is the given one or lies below it.
within(repository, prefix) if startswith($"{repository}/", $"{trim_right(prefix, "/")}/")

# A colon before the last slash belongs to a registry's port.
_tag(name) := trim_left(substring(last, indexof(last, ":"), -1), ":") if {
	last := _last(split(name, "/"))
	contains(last, ":")
} else := ""

_last(items) := items[count(items) - 1]

_full(name) := name if _has_registry(name)

_full(name) := $"docker.io/{name}" if {
	contains(name, "/")
	not _has_registry(name)
}

_full(name) := $"docker.io/library/{name}" if not contains(name, "/")

_has_registry(name) if regex.match(`^([^/]*[.:A-Z][^/]*|localhost)/`, name)
