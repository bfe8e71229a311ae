# METADATA
# title: Quotas promise more than the nodes have
# description: |
#   The quotas of all namespaces together exceed what the node pools can grow to. Teams within their quota may then
#   still find no node.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/policy/resource-quotas/
# custom:
#   severity: warning
#   remediation: 'Lower quotas, or let the node pools grow.'
#   reads:
#     kinds: [ClusterCapacity]
package capacity.over_committed

import data.lib

deny contains {"field": lib.object.field, "message": message} if {
	lib.object.kind == "ClusterCapacity"
	lib.object.over
	total := lib.listed(lib.object.sum, "; ", 10)
	message := $"{lib.object.quotas} quotas promise {lib.object.committed} of {lib.object.resource} ({total}), and all nodes together have {lib.object.available}; {lib.object.excess} less would fit"
}
