# METADATA
# title: Replicas that may share a node
# description: |
#   Without a spread over zones and nodes, or an anti-affinity, the scheduler may put every replica on one node, and
#   the loss of that node is an outage.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
# custom:
#   severity: warning
#   remediation: Add `topologySpreadConstraints` over zones and nodes.
#   reads:
#     kinds: [Deployment, Rollout, StatefulSet]
#     object: ['spec.replicas#']
#     pods: ['spec.topologySpreadConstraints[]{}', 'spec.affinity.podAntiAffinity{}']
#     context: [protected]
package availability.no_spread

import data.lib
import data.lib.availability

deny contains {"field": lib.field(pod.path, "topologySpreadConstraints"), "message": "nothing keeps the replicas apart"} if {
	availability.protected
	some pod in availability.pods
	not availability.spread(pod)
}
