package capacity.does_not_fit_test

import data.capacity.does_not_fit

test_fails if count(does_not_fit.deny) == 1 with input as {"object": {"kind": "QuotaUse", "keys": [{"key": "pods", "field": "spec.hard.pods", "hard": "1", "steady": "2", "over": ["steady"], "needed": "2", "sum": ["Deployment/web: 2 pods x 1 = 2"]}]}}

test_passes if count(does_not_fit.deny) == 0 with input as {"object": {"kind": "QuotaUse", "keys": [{"key": "pods", "field": "spec.hard.pods", "hard": "2", "steady": "2", "over": [], "needed": null, "sum": []}]}}
