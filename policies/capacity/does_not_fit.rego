# METADATA
# title: Workloads exceed the quota
# description: |
#   What the tree declares must fit its quota: at rest, during the worst single rollout, and with autoscalers at their
#   maximum while everything rolls. Otherwise pods are refused, and the rollout or the autoscaler stalls without an error
#   in the workload itself.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/policy/resource-quotas/
# custom:
#   severity: error
#   remediation: 'Raise the key to the amount that the message names, or lower replicas, requests, surge or the autoscaler''s maximum.'
#   reads:
#     kinds: [QuotaUse]
#     object:
#       - keys[].field
#       - keys[].hard""
#       - keys[].key
#       - keys[].needed""
#       - keys[].over
#       - keys[].rollout""
#       - keys[].steady""
#       - keys[].sum[]""
#       - keys[].worst""
package capacity.does_not_fit

import data.lib

states := {
	"steady": "at rest",
	"rollout": "during a rollout",
	"worst": "with autoscalers at their maximum and everything rolling",
}

deny contains {"field": key.field, "message": message} if {
	lib.object.kind == "QuotaUse"
	some key in lib.object.keys
	count(key.over) > 0
	needs := concat(", ", [$"{key[column]} {states[column]}" | some column in key.over])
	total := lib.listed(key.sum, "; ", 10)
	message := $"{key.key} allows {key.hard}, needed are {needs} ({total}); {key.needed} would fit"
}
