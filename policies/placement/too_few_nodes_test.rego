package placement.too_few_nodes_test

import data.placement.too_few_nodes

apart := {"kind": "PodSpread", "field": "spec.affinity", "apart": "kubernetes.io/hostname", "needed": 5, "state": "at rest", "most": 4, "least": 2, "over": true}

test_fails if count(too_few_nodes.deny) == 1 with input as {"object": apart}

test_passes if count(too_few_nodes.deny) == 0 with input as {"object": object.union(apart, {"over": false})}
