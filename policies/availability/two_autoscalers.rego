# METADATA
# title: Two autoscalers for one workload
# description: |
#   Each of them sets the replicas to what it finds right, and undoes the other. KEDA refuses the second one; it makes a
#   HorizontalPodAutoscaler of its own.
# scope: package
# related_resources:
#   - ref: https://keda.sh/docs/latest/concepts/admission-webhooks/
#   - ref: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
# custom:
#   severity: error
#   remediation: Keep one autoscaler and give it all metrics.
#   reads:
#     kinds: [Autoscaler]
package availability.two_autoscalers

import data.lib

deny contains {"field": "spec.scaleTargetRef", "message": message} if {
	lib.object.kind == "Autoscaler"
	count(lib.object.rivals) > 0
	message := $"{lib.object.target} is also scaled by {concat(", ", lib.object.rivals)}"
}
