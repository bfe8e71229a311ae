package capacity.several_limit_ranges_test

import data.capacity.several_limit_ranges

test_fails if count(several_limit_ranges.deny) == 1 with input as {"object": {"kind": "NamespaceCapacity", "field": "metadata.name", "namespace": "shop", "limitRanges": ["a", "b"]}}

test_passes if count(several_limit_ranges.deny) == 0 with input as {"object": {"kind": "NamespaceCapacity", "field": "metadata.name", "namespace": "shop", "limitRanges": ["a"]}}
