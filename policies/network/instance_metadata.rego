# METADATA
# title: Way to the instance metadata
# description: |
#   An egress block includes the address of the instance metadata service, which hands out the credentials of the node, or
#   a rule without peers opens its port, TCP 80.
# scope: package
# related_resources:
#   - ref: https://aws.github.io/aws-eks-best-practices/security/docs/iam/
# custom:
#   severity: warning
#   remediation: 'Except the address of the metadata service from the block, or name peers.'
#   reads:
#     kinds: [PolicyAddresses]
package network.instance_metadata

import data.lib

deny contains {"field": field, "message": message} if {
	lib.object.kind == "PolicyAddresses"
	some field in lib.object.metadata
	message := $"{field} lets pods reach the instance metadata service"
}
