# METADATA
# title: Name that Kubernetes refuses
# description: |
#   The API server refuses an object, a container or a port whose name is not of the form that its kind asks for, and
#   an object without a name.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
# custom:
#   severity: error
#   remediation: Correct the name.
#   reads:
#     object: [metadata.name~, metadata.generateName""]
#     pods: [containers.name~, 'containers.ports[].name']
package schema.invalid_name

import data.lib
import data.lib.names

deny contains {"field": "metadata.name", "message": $"{names.own} {wrong}"} if wrong := names.wrong(names.own)

deny contains {"field": "metadata.name", "message": $"the {lib.kind} has no name"} if {
	names.named
	object.get(lib.object, ["metadata", "name"], null) in {"", null}
	object.get(lib.object, ["metadata", "generateName"], null) in {"", null}
}

deny contains {"field": $"{entry.path}.name", "message": $"{entry.value} is not a DNS label"} if {
	some entry in names.containers
	not names.label(entry.value)
}

deny contains {"field": $"{entry.path}.name", "message": $"{entry.value} cannot name a port"} if {
	some entry in names.ports
	not names.port(entry.value)
}
