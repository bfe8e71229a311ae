# METADATA
# title: Peer that is every namespace
# description: |
#   A namespaceSelector without requirements selects all pods of the cluster, those of every other team included.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/services-networking/network-policies/
# custom:
#   severity: warning
#   remediation: 'Select namespaces by a label, such as `kubernetes.io/metadata.name`.'
#   reads:
#     kinds: [NetworkPolicy]
#     object:
#       - spec.egress[].to[].namespaceSelector.matchExpressions[]{}
#       - spec.egress[].to[].namespaceSelector.matchLabels.*""
#       - spec.egress[].to[].podSelector.matchExpressions[]{}
#       - spec.egress[].to[].podSelector.matchLabels.*""
#       - spec.ingress[].from[].namespaceSelector.matchExpressions[]{}
#       - spec.ingress[].from[].namespaceSelector.matchLabels.*""
#       - spec.ingress[].from[].podSelector.matchExpressions[]{}
#       - spec.ingress[].from[].podSelector.matchLabels.*""
package network.every_namespace

import data.lib
import data.lib.network

deny contains {"field": lib.field(entry.path, "namespaceSelector"), "message": message} if {
	some entry in network.peers
	network.everything(entry.peer.namespaceSelector)
	network.everything(object.get(entry.peer, "podSelector", {}))
	message := $"{entry.path} selects every pod of every namespace"
}
