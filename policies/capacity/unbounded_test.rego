package capacity.unbounded_test

import data.capacity.unbounded

test_fails if count(unbounded.deny) == 1 with input as {"object": {"kind": "WorkloadCapacity", "unbounded": [{"field": "spec.concurrencyPolicy", "reason": "runs overlap"}]}}

test_passes if count(unbounded.deny) == 0 with input as {"object": {"kind": "WorkloadCapacity", "unbounded": []}}
