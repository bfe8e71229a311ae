# What the rules about single NetworkPolicies have in common. Source: kubernetes/api, networking/v1.
package lib.network

import data.lib

# Each rule of both directions as {direction, path, rule}.
rules := [entry |
	lib.group == "networking.k8s.io"
	lib.kind == "NetworkPolicy"
	some direction in ["ingress", "egress"]
	is_array(lib.object.spec[direction])
	some index, rule in lib.object.spec[direction]
	is_object(rule)
	entry := {"direction": direction, "path": $"spec.{direction}[{index}]", "rule": rule}
]

# Each peer as {path, peer, list, index}: list is the path of its list, index the place in it.
peers := [entry |
	some found in rules
	key := {"ingress": "from", "egress": "to"}[found.direction]
	is_array(found.rule[key])
	some index, peer in found.rule[key]
	is_object(peer)
	list := $"{found.path}.{key}"
	entry := {"path": $"{list}[{index}]", "peer": peer, "list": list, "index": index}
]

# Whether a selector is there and selects everything.
everything(selector) if {
	is_object(selector)
	every key in ["matchLabels", "matchExpressions"] {
		object.get(selector, key, []) in [[], {}, null]
	}
}

# What a peer has of the three things that it may have.
given(peer) := {key | some key in ["ipBlock", "namespaceSelector", "podSelector"]; is_object(peer[key])}
