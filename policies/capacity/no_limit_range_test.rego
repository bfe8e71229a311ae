package capacity.no_limit_range_test

import data.capacity.no_limit_range

test_fails if count(no_limit_range.deny) == 1 with input as {"object": {"kind": "NamespaceCapacity", "field": "metadata.name", "namespace": "shop", "limitRanges": []}}

test_passes if count(no_limit_range.deny) == 0 with input as {"object": {"kind": "NamespaceCapacity", "field": "metadata.name", "namespace": "shop", "limitRanges": ["team"]}}
