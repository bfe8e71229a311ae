package placement.pool_too_small_test

import data.placement.pool_too_small

short := {"kind": "PoolUse", "field": "spec", "resource": "nvidia.com/gpu", "pools": ["gpu"], "needed": "3", "sum": ["Job/a: 3"], "most": "2", "least": "0"}

test_fails if count(pool_too_small.deny) == 1 with input as {"object": short}

test_passes_for_another_fact if count(pool_too_small.deny) == 0 with input as {"object": object.union(short, {"kind": "PodSpread"})}
