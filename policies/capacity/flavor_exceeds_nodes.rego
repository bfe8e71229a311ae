# METADATA
# title: Flavor of which more is promised than nodes have
# description: |
#   A ResourceFlavor stands for the nodes that carry its labels. What all ClusterQueues together hand out of it must be
#   there when these pools have grown to their maximum; otherwise jobs are admitted whose pods find no node.
# scope: package
# related_resources:
#   - ref: https://kueue.sigs.k8s.io/docs/concepts/resource_flavor/
# custom:
#   severity: warning
#   remediation: 'Correct nodeLabels, lower nominalQuota, or let the node pools grow.'
#   reads:
#     kinds: [FlavorCapacity]
package capacity.flavor_exceeds_nodes

import data.lib

deny contains {"field": lib.object.field, "message": message} if {
	lib.object.kind == "FlavorCapacity"
	sums := concat("; ", [$"{one.promised} of {one.resource} promised, {one.available} available" | some one in lib.object.resources])
	message := $"{sums} ({nodes})"
}

nodes := "no node pool has these labels" if count(lib.object.pools) == 0

nodes := $"node pools {pools}" if {
	count(lib.object.pools) > 0
	pools := concat(", ", lib.object.pools)
}
