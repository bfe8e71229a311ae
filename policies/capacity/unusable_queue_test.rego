package capacity.unusable_queue_test

import data.capacity.unusable_queue

closed := {"kind": "QueueQuota", "field": "spec.hard.pods", "resource": "pods", "queues": ["batch"], "hard": "0", "others": "0", "admitted": "4", "needed": "4", "over": true, "unusable": true}

lost := {"kind": "QueueUse", "problems": [{"field": "spec.clusterQueue", "reason": "there is no ClusterQueue batch"}]}

test_fails_without_room if count(unusable_queue.deny) == 1 with input as {"object": closed}

test_passes_with_room if count(unusable_queue.deny) == 0 with input as {"object": object.union(closed, {"unusable": false})}

test_fails_for_a_problem if count(unusable_queue.deny) == 1 with input as {"object": lost}

test_passes_without_problems if count(unusable_queue.deny) == 0 with input as {"object": object.union(lost, {"problems": []})}
