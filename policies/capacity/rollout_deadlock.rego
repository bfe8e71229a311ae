# METADATA
# title: Rollout that can never begin
# description: |
#   A rolling update with no unavailable pods first needs room for one more. Where the quota leaves less, the new pod is
#   refused, the old ones stay, and the update waits for ever.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#max-unavailable
#   - ref: https://kubernetes.io/docs/concepts/policy/resource-quotas/
# custom:
#   severity: error
#   remediation: 'Leave room for a pod in the quota, or allow one to be unavailable (maxUnavailable: 1).'
#   reads:
#     kinds: [WorkloadCapacity]
#     object: [deadlocked]
package capacity.rollout_deadlock

import data.lib

deny contains {"field": entry.field, "message": message} if {
	lib.object.kind == "WorkloadCapacity"
	some entry in lib.object.deadlocked
	message := $"a rollout can never begin: no pod may be unavailable, {entry.reason}"
}
