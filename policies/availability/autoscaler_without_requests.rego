# METADATA
# title: Autoscaler that measures a share of a missing request
# description: |
#   Utilization is the use of a resource divided by its request. If a container of the pods makes no such request, and no
#   LimitRange fills it in, the autoscaler reports an error and leaves the replicas as they are.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#how-does-a-horizontalpodautoscaler-work
# custom:
#   severity: error
#   remediation: Give every container, sidecars included, a request for the resource, or measure an average value.
#   reads:
#     kinds: [Autoscaler]
package availability.autoscaler_without_requests

import data.lib

deny contains {"field": metric.field, "message": message} if {
	lib.object.kind == "Autoscaler"
	some metric in lib.object.unmeasured
	message := $"{lib.object.target} has no {metric.resource} request in {concat(", ", metric.containers)}"
}
