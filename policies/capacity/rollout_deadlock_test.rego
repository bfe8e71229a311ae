package capacity.rollout_deadlock_test

import data.capacity.rollout_deadlock

test_fails if count(rollout_deadlock.deny) == 1 with input as {"object": {"kind": "WorkloadCapacity", "deadlocked": [{"field": "spec.strategy", "reason": "1 pod more needs 1 of requests.cpu"}]}}

test_passes if count(rollout_deadlock.deny) == 0 with input as {"object": {"kind": "WorkloadCapacity", "deadlocked": []}}
