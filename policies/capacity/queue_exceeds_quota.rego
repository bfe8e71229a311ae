# METADATA
# title: Queue admits more than the quota holds
# description: |
#   Kueue admits jobs by the quota of its ClusterQueues and does not look at ResourceQuota. Where a queue may give a
#   namespace more than the namespace's quota still has, jobs are admitted, and their pods are then refused while the
#   queue's resources stay taken.
# scope: package
# related_resources:
#   - ref: https://kueue.sigs.k8s.io/docs/concepts/cluster_queue/
# custom:
#   severity: warning
#   remediation: 'Raise the key to the amount that the message names, or lower nominalQuota and borrowingLimit of the queue.'
#   reads:
#     kinds: [QueueQuota]
package capacity.queue_exceeds_quota

import data.lib

deny contains {"field": lib.object.field, "message": message} if {
	lib.object.kind == "QueueQuota"
	lib.object.over
	not lib.object.unusable
	queues := concat(", ", lib.object.queues)
	message := $"ClusterQueue {queues} can admit {lib.object.admitted} of {lib.object.resource}, other pods use {lib.object.others}, and the quota allows {lib.object.hard}; {lib.object.needed} would fit"
}
