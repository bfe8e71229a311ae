# METADATA
# title: Pod without owner on the AWS VPC CNI
# description: |
#   The controller of the AWS VPC CNI applies NetworkPolicies to pods that have an owner. A Pod on its own stays open.
# scope: package
# related_resources:
#   - ref: https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy.html
# custom:
#   severity: warning
#   remediation: 'Let a Deployment, StatefulSet or Job make the pod.'
#   reads:
#     kinds: [BarePod]
package network.bare_pod

import data.lib

deny contains {"field": "metadata.ownerReferences", "message": message} if {
	lib.object.kind == "BarePod"
	message := $"Pod {lib.object.name} has no owner, so that NetworkPolicies do not apply to it"
}
