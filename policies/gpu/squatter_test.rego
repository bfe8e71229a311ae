package gpu.squatter_test

import data.gpu.squatter

test_fails if count(squatter.deny) == 1 with input as {"object": {"kind": "AcceleratorUse", "squats": [{"field": "spec.tolerations[0]", "taints": ["nvidia.com/gpu:NoSchedule"]}]}}

test_passes if count(squatter.deny) == 0 with input as {"object": {"kind": "AcceleratorUse", "squats": []}}
