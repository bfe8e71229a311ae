# METADATA
# title: More accelerators than a node has
# description: |
#   A pod runs on one node. One that asks for more accelerators than the largest node has stays pending for ever.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/tasks/manage-gpus/scheduling-gpus/
# custom:
#   severity: error
#   remediation: 'Ask for no more than one node has and use several workers, or add a pool of larger nodes.'
#   reads:
#     kinds: [AcceleratorUse]
package gpu.too_many_per_pod

import data.lib

deny contains {"field": entry.field, "message": message} if {
	lib.object.kind == "AcceleratorUse"
	some entry in lib.object.tooMany
	message := $"asks for {entry.asks} of {entry.resource}, and no node has more than {entry.most}"
}
