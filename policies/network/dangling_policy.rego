# METADATA
# title: Policy that selects no pod
# description: |
#   A policy whose selector matches no pod of the tree protects nothing: often a typing error in a label. A policy for all
#   pods of a namespace is left alone, since it waits for pods to come.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/services-networking/network-policies/
# custom:
#   severity: warning
#   remediation: 'Correct the selector, or delete the policy.'
#   reads:
#     kinds: [PolicySelection]
package network.dangling_policy

import data.lib

deny contains {"field": lib.object.field, "message": message} if {
	lib.object.kind == "PolicySelection"
	lib.object.nobody
	message := $"{lib.object.field} selects no pod"
}
