# METADATA
# title: Autoscaler that does not say what it follows
# description: |
#   Without metrics, the API server falls back to 80 % of the CPU that pods request, which is rarely what was meant and
#   is nowhere to be read.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
# custom:
#   severity: warning
#   remediation: List the metrics under `spec.metrics`.
#   reads:
#     kinds: [HorizontalPodAutoscaler]
#     object: ['spec.metrics[]{}', spec.targetCPUUtilizationPercentage]
package availability.autoscaler_metrics

import data.lib
import data.lib.availability

deny contains {"field": "spec.metrics", "message": $"the {lib.kind} names no metric"} if {
	availability.horizontal
	object.get(lib.object, ["spec", "metrics"], []) in {[], null}
	object.get(lib.object, ["spec", "targetCPUUtilizationPercentage"], null) == null
}
