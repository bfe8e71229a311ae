package placement.unschedulable_test

import data.placement.unschedulable

test_fails if count(unschedulable.deny) == 1 with input as {"object": {"kind": "PodPlacement", "field": "spec", "schedulable": false, "acceleratorExplains": false, "pools": [{"pool": "a", "reasons": ["insufficient cpu"]}]}}

test_passes if count(unschedulable.deny) == 0 with input as {"object": {"kind": "PodPlacement", "field": "spec", "schedulable": true, "acceleratorExplains": false, "pools": []}}
