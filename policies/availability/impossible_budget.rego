# METADATA
# title: PodDisruptionBudget that allows no disruption
# description: |
#   A budget that never allows an eviction blocks every drain: nodes cannot be repaired, scaled down or upgraded.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/tasks/run-application/configure-pdb/
# custom:
#   severity: error
#   remediation: 'Allow one pod to be away: `maxUnavailable: 1`.'
#   reads:
#     kinds: [PodDisruptionBudget]
#     object: [spec.maxUnavailable, spec.minAvailable]
package availability.impossible_budget

import data.lib

impossible := {
	"maxUnavailable": {0, "0%"},
	"minAvailable": {"100%"},
}

deny contains {"field": $"spec.{key}", "message": $"{key} {value} never allows an eviction"} if {
	lib.kind == "PodDisruptionBudget"
	some key, values in impossible
	value := lib.object.spec[key]
	value in values
}
