# METADATA
# title: Two peers that look like one
# description: |
#   A namespaceSelector and a podSelector in one entry select those pods in those namespaces. In two entries, marked by a second
#   dash, they select all pods of those namespaces, and those pods of the own namespace.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/services-networking/network-policies/
# custom:
#   severity: warning
#   remediation: 'Remove the second dash, or put another entry between the two if both are meant.'
#   reads:
#     kinds: [NetworkPolicy]
#     object:
#       - spec.egress[].to[].*{}
#       - spec.ingress[].from[].*{}
package network.split_peer

import data.lib.network

deny contains {"field": second.path, "message": message} if {
	some first in network.peers
	some second in network.peers
	second.list == first.list
	second.index == first.index + 1
	network.given(first.peer) == {"namespaceSelector"}
	network.given(second.peer) == {"podSelector"}
	message := $"{second.path} is an alternative to {first.path}, not a part of it"
}
