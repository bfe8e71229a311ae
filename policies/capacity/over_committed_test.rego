package capacity.over_committed_test

import data.capacity.over_committed

test_fails if count(over_committed.deny) == 1 with input as {"object": {"kind": "ClusterCapacity", "field": "spec.hard.cpu", "resource": "cpu", "quotas": 2, "committed": "9", "available": "8", "sum": ["a: 5", "b: 4"], "excess": "1", "over": true}}

test_passes if count(over_committed.deny) == 0 with input as {"object": {"kind": "ClusterCapacity", "field": "spec.hard.cpu", "resource": "cpu", "quotas": 2, "committed": "8", "available": "8", "sum": [], "excess": null, "over": false}}
