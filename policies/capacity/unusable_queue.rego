# METADATA
# title: Queue from which nothing can start
# description: |
#   A LocalQueue leads to a ClusterQueue that exists and selects its namespace, every flavor of a ClusterQueue is
#   declared, and the namespace's quota leaves something of what the queue hands out. Otherwise jobs wait for ever, or are
#   admitted and get no pods.
# scope: package
# related_resources:
#   - ref: https://kueue.sigs.k8s.io/docs/concepts/local_queue/
#   - ref: https://kueue.sigs.k8s.io/docs/concepts/cluster_queue/
# custom:
#   severity: error
#   remediation: 'Correct the name or the selector, or give the namespace''s quota room for what the queue hands out.'
#   reads:
#     kinds: [QueueQuota, QueueUse]
package capacity.unusable_queue

import data.lib

deny contains {"field": problem.field, "message": problem.reason} if {
	lib.object.kind == "QueueUse"
	some problem in lib.object.problems
}

deny contains {"field": lib.object.field, "message": message} if {
	lib.object.kind == "QueueQuota"
	lib.object.unusable
	queues := concat(", ", lib.object.queues)
	message := $"the quota allows {lib.object.hard} of {lib.object.resource} and other pods use {lib.object.others}, so no job from ClusterQueue {queues} that requests any can start; {lib.object.needed} would fit all"
}
