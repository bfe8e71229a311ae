package capacity.no_quota_test

import data.capacity.no_quota

test_fails if count(no_quota.deny) == 1 with input as {"object": {"kind": "NamespaceCapacity", "field": "metadata.name", "namespace": "shop", "quotas": []}}

test_passes if count(no_quota.deny) == 0 with input as {"object": {"kind": "NamespaceCapacity", "field": "metadata.name", "namespace": "shop", "quotas": ["team"]}}
