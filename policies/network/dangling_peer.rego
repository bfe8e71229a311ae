# METADATA
# title: Peer that selects no pod
# description: |
#   A peer of a policy matches no pod of the tree, so the rule opens (or denies) nothing: often a typing error in a label.
#   Namespaces that the tree does not have, and labels of namespaces that it does not declare, are taken as unknown.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/services-networking/network-policies/
# custom:
#   severity: warning
#   remediation: 'Correct the labels of the peer, or remove it.'
#   reads:
#     kinds: [PolicySelection]
package network.dangling_peer

import data.lib

deny contains {"field": peer.field, "message": message} if {
	lib.object.kind == "PolicySelection"
	some peer in lib.object.dangling
	message := $"{peer.field} selects no pod"
}
