# METADATA
# title: Every address
# description: |
#   A block of all addresses without an exception opens a pod to the whole outside world, or the whole outside world to the pod.
#   So does a rule that names neither peers nor ports, and it opens the cluster as well.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/services-networking/network-policies/
# custom:
#   severity: warning
#   remediation: 'Name the addresses, or except at least the private ranges and 169.254.0.0/16.'
#   reads:
#     kinds: [NetworkPolicy]
#     object:
#       - spec.egress[].ports[]{}
#       - spec.egress[].to[]{}
#       - spec.egress[].to[].ipBlock
#       - spec.ingress[].from[]{}
#       - spec.ingress[].from[].ipBlock
#       - spec.ingress[].ports[]{}
package network.every_address

import data.lib.network

deny contains {"field": $"{entry.path}.ipBlock.cidr", "message": message} if {
	some entry in network.peers
	block := entry.peer.ipBlock
	block.cidr in {"0.0.0.0/0", "::/0"}
	object.get(block, "except", []) in [[], null]
	message := $"{block.cidr} is every address"
}

deny contains {"field": entry.path, "message": "the rule names neither peers nor ports, which opens everything"} if {
	some entry in network.rules
	not stated(entry.rule, {"egress": "to", "ingress": "from"}[entry.direction])
	not stated(entry.rule, "ports")
}

# Whether a rule lists something under a key.
stated(rule, key) if not object.get(rule, key, null) in [[], null]
