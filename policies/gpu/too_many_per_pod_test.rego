package gpu.too_many_per_pod_test

import data.gpu.too_many_per_pod

test_fails if count(too_many_per_pod.deny) == 1 with input as {"object": {"kind": "AcceleratorUse", "tooMany": [{"field": "spec", "resource": "nvidia.com/gpu", "asks": "4", "most": "1"}]}}

test_passes if count(too_many_per_pod.deny) == 0 with input as {"object": {"kind": "AcceleratorUse", "tooMany": []}}
