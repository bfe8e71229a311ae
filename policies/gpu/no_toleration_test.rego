package gpu.no_toleration_test

import data.gpu.no_toleration

test_fails if count(no_toleration.deny) == 1 with input as {"object": {"kind": "AcceleratorUse", "tolerations": "spec.tolerations", "untolerated": ["nvidia.com/gpu:NoSchedule"]}}

test_passes if count(no_toleration.deny) == 0 with input as {"object": {"kind": "AcceleratorUse", "tolerations": "spec.tolerations", "untolerated": []}}
