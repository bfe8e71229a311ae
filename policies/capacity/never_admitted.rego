# METADATA
# title: Job that its queue can never admit
# description: |
#   Kueue admits a job only whole: all pods of one template get the same flavor, and every resource that they request
#   must be covered by the ClusterQueue, unless Kueue's own configuration excludes it. A job that asks for more than the
#   queue can have, even with all that it may borrow, waits for ever without an error.
# scope: package
# related_resources:
#   - ref: https://kueue.sigs.k8s.io/docs/concepts/cluster_queue/
# custom:
#   severity: error
#   remediation: 'Lower the requests or the number of pods, name another queue, or raise the ClusterQueue''s quota.'
#   reads:
#     kinds: [QueuedWorkload]
package capacity.never_admitted

import data.lib

deny contains {"field": problem.field, "message": message} if {
	lib.object.kind == "QueuedWorkload"
	some problem in lib.object.problems
	message := $"waits in queue {lib.object.queue} for ever: {problem.reason}"
}
