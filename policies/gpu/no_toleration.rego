# METADATA
# title: Accelerator pod without a toleration
# description: |
#   Every node pool that has the accelerator is tainted, and nothing tolerates the taint for the pod, so it stays pending.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
#   - ref: https://kubernetes.io/docs/tasks/manage-gpus/scheduling-gpus/
# custom:
#   severity: error
#   remediation: 'Add a toleration with the taint''s key and effect and `operator: Exists`.'
#   reads:
#     kinds: [AcceleratorUse]
package gpu.no_toleration

import data.lib

deny contains {"field": lib.object.tolerations, "message": message} if {
	lib.object.kind == "AcceleratorUse"
	count(lib.object.untolerated) > 0
	taints := concat(", ", lib.object.untolerated)
	message := $"asks for an accelerator and does not tolerate {taints}"
}
