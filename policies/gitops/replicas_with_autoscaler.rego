# METADATA
# title: Replicas written beside an autoscaler
# description: |
#   Argo CD and the autoscaler both set the replicas: every sync goes back to the number in git, with self-healing at once.
# scope: package
# related_resources:
#   - ref: https://argo-cd.readthedocs.io/en/stable/user-guide/best_practices/#leaving-room-for-imperativeness
# custom:
#   severity: warning
#   remediation: Remove `spec.replicas`; the autoscaler's minimum takes its place.
#   reads:
#     kinds: [AutoscaledWorkload]
package gitops.replicas_with_autoscaler

import data.lib

deny contains {"field": "spec.replicas", "message": message} if {
	lib.object.kind == "AutoscaledWorkload"
	replicas := lib.object.replicas
	replicas != null
	message := $"replicas is {replicas}, and {concat(", ", lib.object.autoscalers)} sets it as well"
}
