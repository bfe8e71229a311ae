package capacity.queue_exceeds_quota_test

import data.capacity.queue_exceeds_quota

tight := {"kind": "QueueQuota", "field": "spec.hard.pods", "resource": "pods", "queues": ["batch"], "hard": "4", "others": "1", "admitted": "4", "needed": "5", "over": true, "unusable": false}

test_fails if count(queue_exceeds_quota.deny) == 1 with input as {"object": tight}

test_passes_when_it_fits if count(queue_exceeds_quota.deny) == 0 with input as {"object": object.union(tight, {"over": false})}

test_passes_when_it_is_of_no_use_at_all if count(queue_exceeds_quota.deny) == 0 with input as {"object": object.union(tight, {"unusable": true})}
