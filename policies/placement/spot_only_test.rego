package placement.spot_only_test

import data.placement.spot_only

test_fails if count(spot_only.deny) == 1 with input as {"object": {"kind": "PodPlacement", "field": "spec", "schedulable": true, "spotOnly": true, "pools": [{"pool": "spot", "fits": true}]}}

test_passes if count(spot_only.deny) == 0 with input as {"object": {"kind": "PodPlacement", "field": "spec", "schedulable": true, "spotOnly": false, "pools": []}}
