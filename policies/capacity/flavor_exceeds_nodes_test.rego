package capacity.flavor_exceeds_nodes_test

import data.capacity.flavor_exceeds_nodes

short := {"kind": "FlavorCapacity", "field": "spec.nodeLabels", "pools": ["gpu"], "resources": [{"resource": "nvidia.com/gpu", "promised": "8", "available": "4"}]}

test_fails if count(flavor_exceeds_nodes.deny) == 1 with input as {"object": short}

test_fails_without_nodes if count(flavor_exceeds_nodes.deny) == 1 with input as {"object": object.union(short, {"pools": []})}

test_passes_for_another_fact if count(flavor_exceeds_nodes.deny) == 0 with input as {"object": object.union(short, {"kind": "QuotaUse"})}
