# METADATA
# title: Block of every address
# description: |
#   A block of all addresses without an exception opens a pod to the whole outside world, or the whole outside world to the pod.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/services-networking/network-policies/
# custom:
#   severity: warning
#   remediation: 'Name the addresses, or except at least the private ranges and 169.254.0.0/16.'
#   reads:
#     kinds: [NetworkPolicy]
#     object: ['spec.egress[].to[].ipBlock', 'spec.ingress[].from[].ipBlock']
package network.every_address

import data.lib.network

deny contains {"field": $"{entry.path}.ipBlock.cidr", "message": message} if {
	some entry in network.peers
	block := entry.peer.ipBlock
	block.cidr in {"0.0.0.0/0", "::/0"}
	object.get(block, "except", []) in [[], null]
	message := $"{block.cidr} is every address"
}
