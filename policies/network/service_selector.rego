# METADATA
# title: Egress peer that misses a Service
# description: |
#   The controller of the AWS VPC CNI adds a Service to an egress rule only where the peer selects the Service by the labels in
#   the Service's selector. A peer that selects the pods by other labels leaves the Service's address closed.
# scope: package
# related_resources:
#   - ref: https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy.html
# custom:
#   severity: warning
#   remediation: 'Select the pods by the labels that the Service selects them by.'
#   reads:
#     kinds: [ServiceSelectors]
package network.service_selector

import data.lib

deny contains {"field": peer.field, "message": message} if {
	lib.object.kind == "ServiceSelectors"
	some peer in lib.object.missed
	services := concat(", ", peer.services)
	message := $"selects pods behind {services} by labels that the Service does not have in its selector"
}
