# METADATA
# title: Pod that no node pool can run
# description: |
#   Not even an empty node of any pool could run the pod. Where a rule about accelerators explains why, this one is silent.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/
# custom:
#   severity: error
#   remediation: 'Change what keeps the pod from the pool that should run it: requests, node selector, affinity or tolerations.'
#   reads:
#     kinds: [PodPlacement]
package placement.unschedulable

import data.lib

deny contains {"field": lib.object.field, "message": message} if {
	lib.object.kind == "PodPlacement"
	not lib.object.schedulable
	not lib.object.acceleratorExplains
	reasons := concat("; ", [$"{pool.pool}: {concat(", ", pool.reasons)}" | some pool in lib.object.pools])
	message := $"no node pool can run this pod ({reasons})"
}
