# METADATA
# title: More ports than the AWS VPC CNI takes
# description: |
#   The agent of the AWS VPC CNI takes 24 combinations of port and protocol for a block of addresses, and leaves out the others.
# scope: package
# related_resources:
#   - ref: https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy.html
# custom:
#   severity: warning
#   remediation: 'Use ranges (`endPort`), or fewer ports.'
#   reads:
#     kinds: [NetworkPolicy]
#     object: ['spec.egress[].ports[]{}', 'spec.ingress[].ports[]{}']
#     context: [provider]
package network.too_many_ports

import data.lib
import data.lib.network

deny contains {"field": $"{entry.path}.ports", "message": message} if {
	lib.context.provider == "eks"
	some entry in network.rules
	is_array(entry.rule.ports)
	number := count(entry.rule.ports)
	number > 24
	message := $"has {number} ports"
}
