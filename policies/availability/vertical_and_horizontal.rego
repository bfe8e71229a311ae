# METADATA
# title: Vertical and horizontal autoscaler on one resource
# description: |
#   The vertical autoscaler changes the request that the horizontal one divides by: what one does, the other takes for a
#   change of load.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/workloads/autoscaling/vertical-pod-autoscale/
# custom:
#   severity: warning
#   remediation: 'Set `updateMode: Off`, or leave the resource out of `controlledResources`, or scale on another metric.'
#   reads:
#     kinds: [VerticalAutoscaler]
package availability.vertical_and_horizontal

import data.lib

deny contains {"field": "spec.targetRef", "message": message} if {
	lib.object.kind == "VerticalAutoscaler"
	some entry in lib.object.shared
	message := $"it sets the {entry.resource} requests of {lib.object.target}, which {concat(", ", entry.autoscalers)} scales by {entry.resource}"
}
