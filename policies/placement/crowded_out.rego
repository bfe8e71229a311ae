# METADATA
# title: Pod that DaemonSets leave no room for
# description: |
#   An empty node could run the pod, but no node is ever empty: once the DaemonSets of the tree have started there, too
#   little is left, and the pod stays pending.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/
# custom:
#   severity: warning
#   remediation: Ask for less than a node has beside its DaemonSets, or add a pool of larger nodes.
#   reads:
#     kinds: [PodPlacement]
package placement.crowded_out

import data.lib

deny contains {"field": lib.object.field, "message": message} if {
	lib.object.kind == "PodPlacement"
	lib.object.crowdedOut
	pools := concat(", ", [pool.pool | some pool in lib.object.pools; pool.fits])
	message := $"fits an empty node of {pools}, but not beside the DaemonSets there"
}
