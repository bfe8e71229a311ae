# Finding the pod specs of a manifest as the checker does (generator/manifests/pods.py), from the same table.
package lib.search

import data.lib

# Those that the object's kind is known to have, or else, outside of Kubernetes' own groups, what looks like one.
pods := [pod | some row in rows; some pod in row_pods(row)] if {
	count(rows) > 0
} else := [entry(steps, beside(steps), spec) |
	some steps in outermost
	walk(lib.object, [steps, spec])
]

rows := [row | some row in data.lib.pod_paths; row.kind == lib.kind; row.group == lib.group]

row_pods(row) := [pod |
	some [place, spec] in found(lib.object, split_path(row.spec))
	is_object(spec)
	whole := completed(row, spec)
	count(whole) > 0
	metadata := [bound(step, place, index) | some index, step in split_path(row.metadata)]
	pod := entry(place, metadata, whole)
]

entry(place, metadata, spec) := {
	"path": lib.path(place),
	"spec": spec,
	"metadata_path": lib.path(metadata),
	"metadata": mapping([value | count(metadata) > 0; walk(lib.object, [metadata, value])]),
}

# A spec that is pod-like only: what it runs, and what it inherits, are elsewhere.
completed(row, spec) := spec if not row.containers

completed(row, spec) := merged([inherited, spec, volumes(spec, inherited), own]) if {
	containers := [container |
		some path in row.containers
		some [_, container] in found(spec, split_path(path))
	]
	count(containers) > 0
	inherited := common(row)
	own := object.union({"containers": containers}, security_context(row, spec))
}

# The pod fields that a workflow sets for all of its templates (Argo Workflows, WorkflowSpec).
common_fields := {
	"affinity",
	"automountServiceAccountToken",
	"dnsConfig",
	"dnsPolicy",
	"hostAliases",
	"hostNetwork",
	"imagePullSecrets",
	"nodeSelector",
	"priorityClassName",
	"schedulerName",
	"securityContext",
	"serviceAccountName",
	"tolerations",
	"volumes",
}

common(row) := {key: value |
	some [_, whole] in found(lib.object, split_path(row.inherits))
	is_object(whole)
	some key, value in whole
	key in common_fields
}

volumes(spec, inherited) := {"volumes": array.concat(spec.volumes, inherited.volumes)} if {
	is_array(spec.volumes)
	is_array(inherited.volumes)
} else := {}

security_context(row, spec) := {"securityContext": object.get(spec, row.securityContext, {})} if {
	row.securityContext
} else := {}

# One mapping of several, later ones first.
merged(layers) := {key: values[count(values) - 1] |
	some layer in layers
	some key in object.keys(layer)
	values := [value | some other in layers; value := other[key]]
}

# Each [place, value] that a path leads to: `[]` stands for each item of a list, `*` for each value of a mapping.
found(root, pattern) := [[place, value] |
	walk(root, [place, value])
	count(place) == count(pattern)
	every index, step in place {
		matches(pattern[index], step)
	}
]

split_path("") := []

split_path(path) := split(replace(path, "[]", ".[]"), ".") if path != ""

matches("[]", step) if is_number(step)

matches("*", step) if is_string(step)

matches(key, key) if not key in {"[]", "*"}

bound(pattern, place, index) := place[index] if pattern in {"[]", "*"}

bound(pattern, _, _) := pattern if not pattern in {"[]", "*"}

# Where there is a list of containers with an image, and none further out.
outermost := [place | some place in shaped; not within(place)]

shaped contains place if {
	not lib.group in data.lib.builtin_groups
	walk(lib.object, [place, value])
	count(place) > 0
	place[0] != "metadata"
	some container in value.containers
	is_string(container.image)
}

within(place) if {
	some other in shaped
	count(other) < count(place)
	array.slice(place, 0, count(other)) == other
}

beside(place) := array.concat(array.slice(place, 0, count(place) - 1), ["metadata"]) if {
	count(place) > 1
	place[count(place) - 1] == "spec"
} else := []

mapping(values) := values[0] if {
	is_object(values[0])
} else := {}
