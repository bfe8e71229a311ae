# Pod specs and containers, wherever they are in the object.
package lib

# Each {path, spec, metadata_path, metadata}. The checker finds them for its inputs, the shared table for manifests.
pods := input.pods if {
	wrapped
	is_array(input.pods)
} else := [pod | some row in _pod_rows; some pod in _pods(row)]

# Each {path, container, name, kind, pod}; kind is regular, init, sidecar or ephemeral, pod is the entry of `pods`.
containers := [entry |
	some pod in pods
	some list, origin in {"containers": "regular", "initContainers": "init", "ephemeralContainers": "ephemeral"}
	is_array(pod.spec[list])
	some index, container in pod.spec[list]
	is_object(container)
	entry := {
		"path": $"{field(pod.path, list)}[{index}]",
		"container": container,
		"name": _name(container, index),
		"kind": _container_kind(origin, container),
		"pod": pod,
	}
]

_name(container, index) := container.name if {
	is_string(container.name)
} else := $"number {index}"

_container_kind(origin, container) := "sidecar" if {
	origin == "init"
	container.restartPolicy == "Always"
} else := origin

_pod_rows := [row | some row in data.lib.pod_paths; row.kind == kind; row.group == group]

# The pod specs that one row of the table leads to: `[]` stands for each item of a list, `*` for each key of a map.
_pods(row) := [pod |
	wanted := _steps(row.spec)
	walk(object, [steps, spec])
	count(steps) == count(wanted)
	every index, step in steps {
		_matches(wanted[index], step)
	}
	is_object(spec)
	metadata_steps := [step | some index, pattern in _steps(row.metadata); step := _bound(pattern, steps, index)]
	pod := {
		"path": path(steps),
		"spec": spec,
		"metadata_path": path(metadata_steps),
		"metadata": _mapping([value | walk(object, [metadata_steps, value])]),
	}
]

_steps(pattern) := split(replace(pattern, "[]", ".[]"), ".")

_matches("[]", step) if is_number(step)

_matches("*", step) if is_string(step)

_matches(key, key) if not key in {"[]", "*"}

_bound(pattern, steps, index) := steps[index] if pattern in {"[]", "*"}

_bound(pattern, _, _) := pattern if not pattern in {"[]", "*"}

_mapping(values) := values[0] if {
	is_object(values[0])
} else := {}
