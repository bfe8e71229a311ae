package capacity.never_admitted_test

import data.capacity.never_admitted

waiting := {"kind": "QueuedWorkload", "queue": "batch", "problems": [{"field": "spec.template.spec", "reason": "too much"}]}

test_fails if count(never_admitted.deny) == 1 with input as {"object": waiting}

test_passes if count(never_admitted.deny) == 0 with input as {"object": object.union(waiting, {"problems": []})}
