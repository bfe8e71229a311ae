package capacity.inert_key_test

import data.capacity.inert_key

test_fails if count(inert_key.deny) == 1 with input as {"object": {"kind": "QuotaUse", "keys": [{"key": "nvidia.com/gpu", "field": "spec.hard", "problem": "limits nothing"}]}}

test_passes if count(inert_key.deny) == 0 with input as {"object": {"kind": "QuotaUse", "keys": [{"key": "pods", "field": "spec.hard.pods", "problem": ""}]}}
