# METADATA
# title: Update with an outage
# description: |
#   `Recreate` stops every old pod before the first new one starts, so each update of the workload is an outage, and a
#   bad one lasts until somebody goes back.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#recreate-deployment
# custom:
#   severity: warning
#   remediation: Use `RollingUpdate`; if two versions must not run side by side, a StatefulSet may be what is meant.
#   reads:
#     kinds: [Deployment]
#     object: [spec.strategy.type]
#     context: [protected]
package availability.recreate

import data.lib
import data.lib.availability

deny contains {"field": "spec.strategy.type", "message": $"an update by {lib.object.spec.strategy.type} is an outage"} if {
	availability.protected
	lib.kind == "Deployment"
	lib.object.spec.strategy.type == "Recreate"
}
