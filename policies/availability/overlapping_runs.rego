# METADATA
# title: CronJob whose runs may overlap
# description: |
#   By default a run starts although the one before has not ended; a run that hangs is followed by ever more of them.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#concurrency-policy
# custom:
#   severity: notice
#   remediation: 'Set `concurrencyPolicy: Forbid`, or `Replace`.'
#   reads:
#     kinds: [CronJob]
#     object: [spec.concurrencyPolicy]
package availability.overlapping_runs

import data.lib

deny contains {"field": "spec.concurrencyPolicy", "message": message} if {
	lib.group == "batch"
	lib.kind == "CronJob"
	policy := object.get(lib.object, ["spec", "concurrencyPolicy"], null)
	not policy in {"Forbid", "Replace"}
	message := $"concurrencyPolicy is {policy}: runs may overlap"
}
