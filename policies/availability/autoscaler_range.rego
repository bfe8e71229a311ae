# METADATA
# title: Autoscaler whose minimum is above its maximum
# description: |
#   The API server, or KEDA's webhook, refuses such an autoscaler.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
#   - ref: https://keda.sh/docs/latest/reference/scaledobject-spec/
# custom:
#   severity: error
#   remediation: Make the maximum larger than the minimum.
#   reads:
#     kinds: [HorizontalPodAutoscaler, ScaledObject]
#     object: [spec.minReplicas, spec.maxReplicas, spec.minReplicaCount, spec.maxReplicaCount]
package availability.autoscaler_range

import data.lib.availability

deny contains {"field": bounds.field, "message": message} if {
	bounds := availability.bounds
	bounds.least > bounds.most
	message := $"the minimum {bounds.least} is above the maximum {bounds.most}"
}
