# METADATA
# title: Pod that only spot nodes can run
# description: |
#   All pools that can run the pod are spot pools: their nodes may go at two minutes' notice, all at once.
# scope: package
# related_resources:
#   - ref: https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html#managed-node-group-capacity-types
# custom:
#   severity: warning
#   remediation: 'Let an on-demand pool run it too, or waive this for work that can be interrupted.'
#   reads:
#     kinds: [PodPlacement]
package placement.spot_only

import data.lib

deny contains {"field": lib.object.field, "message": message} if {
	lib.object.kind == "PodPlacement"
	lib.object.spotOnly
	pools := concat(", ", [pool.pool | some pool in lib.object.pools; pool.fits])
	message := $"only spot nodes can run this pod: {pools}"
}
