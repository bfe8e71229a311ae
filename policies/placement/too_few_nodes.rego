# METADATA
# title: More pods than nodes that keep them apart
# description: |
#   Required anti-affinity and spread constraints that must hold bound how many pods of a workload can run: so many as
#   there are nodes or zones for them, even when all pools have grown. The others stay pending, at rest or in a rollout
#   that may take no pod away. A tainted node counts for a spread constraint although the pod cannot run there, unless
#   nodeTaintsPolicy is Honor.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
#   - ref: https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/
# custom:
#   severity: error
#   remediation: 'Prefer instead of require (ScheduleAnyway, preferredDuringScheduling), run fewer pods, or let a pool grow.'
#   reads:
#     kinds: [PodSpread]
package placement.too_few_nodes

import data.lib

deny contains {"field": lib.object.field, "message": message} if {
	lib.object.kind == "PodSpread"
	lib.object.over
	message := $"{lib.object.needed} pods {lib.object.state} must be kept apart by {lib.object.apart}, and at most {lib.object.most} can ({lib.object.least} with node pools at their minimum)"
}
