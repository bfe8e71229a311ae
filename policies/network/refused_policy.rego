# METADATA
# title: Policy that the API server refuses
# description: |
#   A part of a policy breaks the rules of its kind, such as an exception outside its block or a range of ports that ends
#   before it starts. The API server refuses such a policy, so nothing of it takes effect.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/services-networking/network-policies/
# custom:
#   severity: error
#   remediation: 'Correct the field.'
#   reads:
#     kinds: [RefusedPolicy]
package network.refused_policy

import data.lib

deny contains {"field": lib.object.field, "message": lib.object.why} if lib.object.kind == "RefusedPolicy"
