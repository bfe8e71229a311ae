package capacity.refused_pod_test

import data.capacity.refused_pod

test_fails if count(refused_pod.deny) == 1 with input as {"object": {"kind": "WorkloadCapacity", "refused": [{"field": "spec.containers[0].resources.limits.cpu", "reason": "no cpu limit"}]}}

test_passes if count(refused_pod.deny) == 0 with input as {"object": {"kind": "WorkloadCapacity", "refused": []}}
