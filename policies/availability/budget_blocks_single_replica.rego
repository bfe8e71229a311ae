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
#     object: [key, least, pods, 'selects[]""', value]
package availability.budget_blocks_single_replica

import data.lib

deny contains {"field": $"spec.{lib.object.key}", "message": message} if {
	lib.object.kind == "DisruptionBudget"
	lib.object.pods > 0
	lib.object.pods < lib.object.least
	message := $"{lib.object.key} {lib.object.value} allows no eviction while {concat(", ", lib.object.selects)} may run {lib.object.pods} pods; from {lib.object.least} on it would"
}
