# METADATA
# title: PodDisruptionBudget that leaves no pod to evict
# description: |
#   With the replicas that the selected workloads run, or that their autoscaler may go down to, the budget never allows an
#   eviction: every drain of the node waits for ever. With more replicas it would.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/tasks/run-application/configure-pdb/#think-about-how-your-application-reacts-to-disruptions
# custom:
#   severity: error
#   remediation: 'Write `maxUnavailable: 1`, run more replicas, or remove the budget.'
#   reads:
#     kinds: [DisruptionBudget]
#     object: [blocked]
package availability.budget_blocks_single_replica

import data.lib

deny contains {"field": entry.field, "message": entry.reason} if {
	lib.object.kind == "DisruptionBudget"
	some entry in lib.object.blocked
}
