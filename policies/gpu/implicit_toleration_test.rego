package gpu.implicit_toleration_test

import data.gpu.implicit_toleration

test_fails if count(implicit_toleration.deny) == 1 with input as {"object": {"kind": "AcceleratorUse", "tolerations": "spec.tolerations", "untolerated": [], "toleratedByAdmission": ["nvidia.com/gpu:NoSchedule"]}}

test_passes if count(implicit_toleration.deny) == 0 with input as {"object": {"kind": "AcceleratorUse", "tolerations": "spec.tolerations", "untolerated": [], "toleratedByAdmission": []}}
