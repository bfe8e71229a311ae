# Pod specs and containers, wherever they are in the object.
package lib

import data.lib.search

# Each {path, spec, metadata_path, metadata}. The checker brings them with its inputs.
pods := input.pods if {
	wrapped
	is_array(input.pods)
} else := search.pods

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
