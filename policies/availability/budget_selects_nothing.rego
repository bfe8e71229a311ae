# METADATA
# title: PodDisruptionBudget that selects nothing
# description: |
#   The selector matches no pod that the manifests describe, so the pods that were meant are evicted without limit. Pods
#   that an operator makes from its own kinds are not in the manifests: waive the budgets for those.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/tasks/run-application/configure-pdb/
# custom:
#   severity: warning
#   remediation: Copy the labels of the pods' template into `spec.selector`.
#   reads:
#     kinds: [DisruptionBudget]
#     object: ['selects[]""']
package availability.budget_selects_nothing

import data.lib

deny contains {"field": "spec.selector", "message": "the selector matches the pods of no workload in the namespace"} if {
	lib.object.kind == "DisruptionBudget"
	count(lib.object.selects) == 0
}
