# METADATA
# title: Workload without an upper bound
# description: |
#   Runs of a CronJob that may overlap, and autoscalers without a maximum, can fill any quota.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#concurrency-policy
# custom:
#   severity: warning
#   remediation: 'Set the bound that the message names.'
#   reads:
#     kinds: [WorkloadCapacity]
#     object: [unbounded]
package capacity.unbounded

import data.lib

deny contains {"field": entry.field, "message": message} if {
	lib.object.kind == "WorkloadCapacity"
	some entry in lib.object.unbounded
	message := $"has no upper bound: {entry.reason}"
}
