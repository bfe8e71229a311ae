# METADATA
# title: Update that may neither add nor remove a pod
# description: |
#   With neither surge nor unavailable pods allowed, an update has no first step. The API server refuses the object.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#rolling-update-deployment
# custom:
#   severity: error
#   remediation: 'Allow one of them; `maxSurge: 1` with `maxUnavailable: 0` keeps all replicas in service.'
#   reads:
#     kinds: [Deployment, DaemonSet]
#     object: [spec.strategy.rollingUpdate, spec.updateStrategy.rollingUpdate]
package availability.stuck_rollout

import data.lib

# Where a kind keeps its strategy, and what maxSurge is if it is not set.
strategies := {
	"DaemonSet": {"key": "updateStrategy", "surge": 0},
	"Deployment": {"key": "strategy", "surge": null},
}

deny contains {"field": $"spec.{strategy.key}.rollingUpdate.maxUnavailable", "message": message} if {
	lib.group == "apps"
	strategy := strategies[lib.kind]
	update := lib.object.spec[strategy.key].rollingUpdate
	update.maxUnavailable in {0, "0%"}
	object.get(update, "maxSurge", strategy.surge) in {0, "0%"}
	message := $"maxUnavailable is {update.maxUnavailable}, and no surge is allowed either"
}
