# Labels of Pod Security admission on namespaces.
package lib.namespaces

import data.lib

# Each {field, mode, value} of the labels for levels.
levels := [label | some mode in _modes; label := _label(mode, $"pod-security.kubernetes.io/{mode}")]

# Each {field, mode, value} of the labels for versions.
versions := [label | some mode in _modes; label := _label(mode, $"pod-security.kubernetes.io/{mode}-version")]

# The minor version in a value such as `v1.34`.
minor(value) := to_number(substring(value, 3, -1)) if regex.match(`^v1\.(0|[1-9][0-9]{0,5})$`, value)

_modes := ["enforce", "audit", "warn"]

_label(mode, key) := {"field": lib.path(["metadata", "labels", key]), "mode": mode, "value": value} if {
	lib.group == ""
	lib.kind == "Namespace"
	value := lib.object.metadata.labels[key]
	is_string(value)
}
