# METADATA
# title: Pod that the API server refuses
# description: |
#   A pod or volume claim that breaks a LimitRange, leaves open what a quota demands, or asks for more than its own limit
#   is refused when its controller creates it; the controller itself looks healthy.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/policy/limit-range/
#   - ref: https://kubernetes.io/docs/concepts/policy/resource-quotas/
# custom:
#   severity: error
#   remediation: 'Set the amount that the message names so that the LimitRange and the quota admit the pod.'
#   reads:
#     kinds: [WorkloadCapacity]
#     object: [refused]
package capacity.refused_pod

import data.lib

deny contains {"field": entry.field, "message": message} if {
	lib.object.kind == "WorkloadCapacity"
	some entry in lib.object.refused
	message := $"refused: {entry.reason}"
}
