# METADATA
# title: Policies of equal priority
# description: |
#   Of two policies of one tier with the same priority that concern the same pod, any may decide: the order is not defined.
# scope: package
# related_resources:
#   - ref: https://network-policy-api.sigs.k8s.io/
# custom:
#   severity: warning
#   remediation: 'Give each policy of a tier a priority of its own.'
#   reads:
#     kinds: [PolicyOrder]
package network.equal_priority

import data.lib

deny contains {"field": "spec.priority", "message": message} if {
	lib.object.kind == "PolicyOrder"
	rivals := concat(", ", lib.object.rivals)
	message := $"has the same priority as {rivals}"
}
