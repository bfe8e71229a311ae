# METADATA
# title: Autoscaler without a target
# description: |
#   The manifests have no object of the kind and name that the autoscaler refers to in its namespace: it scales nothing.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
# custom:
#   severity: warning
#   remediation: Correct the apiVersion, kind and name of the reference, or remove the autoscaler.
#   reads:
#     kinds: [Autoscaler, VerticalAutoscaler]
package availability.autoscaler_target_missing

import data.lib

references := {"Autoscaler": "spec.scaleTargetRef", "VerticalAutoscaler": "spec.targetRef"}

deny contains {"field": references[lib.object.kind], "message": $"there is no {lib.object.target}"} if {
	lib.object.exists == false
}
