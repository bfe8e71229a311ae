# METADATA
# title: Pods need more than their node pools have
# description: |
#   Pods that can run on some pools only need more together, at their normal number, than all nodes of these pools give
#   when they have grown to their maximum. Each finds a node by itself, but not all of them.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/
# custom:
#   severity: warning
#   remediation: 'Let the node pools grow, or lower replicas or requests.'
#   reads:
#     kinds: [PoolUse]
package placement.pool_too_small

import data.lib

deny contains {"field": lib.object.field, "message": message} if {
	lib.object.kind == "PoolUse"
	pools := concat(", ", lib.object.pools)
	total := lib.listed(lib.object.sum, "; ", 10)
	message := $"pods that only run on {pools} need {lib.object.needed} of {lib.object.resource} together ({total}), and all nodes there have {lib.object.most} ({lib.object.least} at their minimum)"
}
