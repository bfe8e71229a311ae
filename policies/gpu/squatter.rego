# METADATA
# title: Pod that may take a place on accelerator nodes
# description: |
#   A pod that asks for no accelerator but tolerates the taint of the nodes that have them can fill those nodes and keep out the
#   pods that need them.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
# custom:
#   severity: warning
#   remediation: 'Remove the toleration, or name the taints that the pod really has to tolerate.'
#   reads:
#     kinds: [AcceleratorUse]
package gpu.squatter

import data.lib

deny contains {"field": entry.field, "message": message} if {
	lib.object.kind == "AcceleratorUse"
	some entry in lib.object.squats
	taints := concat(", ", entry.taints)
	message := $"asks for no accelerator and tolerates {taints}"
}
