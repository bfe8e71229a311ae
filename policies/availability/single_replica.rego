# METADATA
# title: One replica in a protected environment
# description: |
#   A workload of one pod is away whenever its pod moves: during every drain, node failure and eviction.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/workloads/pods/disruptions/
# custom:
#   severity: warning
#   remediation: Ask for two replicas or more, or for an autoscaler with a minimum of two.
#   reads:
#     kinds: [Deployment, Rollout, StatefulSet]
#     object: ['spec.replicas#']
#     context: [protected]
package availability.single_replica

import data.lib
import data.lib.availability

deny contains {"field": "spec.replicas", "message": $"the {lib.kind} runs 1 replica"} if {
	availability.protected
	availability.replicas == 1
}
