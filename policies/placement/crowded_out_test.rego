package placement.crowded_out_test

import data.placement.crowded_out

test_fails if count(crowded_out.deny) == 1 with input as {"object": {"kind": "PodPlacement", "field": "spec", "crowdedOut": true, "pools": [{"pool": "a", "fits": true}]}}

test_passes if count(crowded_out.deny) == 0 with input as {"object": {"kind": "PodPlacement", "field": "spec", "crowdedOut": false, "pools": []}}
