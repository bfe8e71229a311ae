# METADATA
# title: Autoscaler that cannot scale
# description: |
#   An autoscaler whose minimum equals its maximum fixes the number of replicas, and hides that in another object.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
#   - ref: https://keda.sh/docs/latest/reference/scaledobject-spec/
# custom:
#   severity: warning
#   remediation: Raise the maximum, or remove the autoscaler and write `replicas`.
#   reads:
#     kinds: [HorizontalPodAutoscaler, ScaledObject]
#     object: [spec.minReplicas, spec.maxReplicas, spec.minReplicaCount, spec.maxReplicaCount]
package availability.autoscaler_fixed

import data.lib.availability

deny contains {"field": bounds.field, "message": $"minimum and maximum are both {bounds.most}"} if {
	bounds := availability.bounds
	bounds.least == bounds.most
}
