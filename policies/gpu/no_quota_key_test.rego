package gpu.no_quota_key_test

import data.gpu.no_quota_key

test_fails if count(no_quota_key.deny) == 1 with input as {"object": {"kind": "AcceleratorQuota", "missing": [{"field": "spec.hard[\"requests.nvidia.com/gpu\"]", "key": "requests.nvidia.com/gpu"}]}}

test_passes if count(no_quota_key.deny) == 0 with input as {"object": {"kind": "AcceleratorQuota", "missing": []}}
