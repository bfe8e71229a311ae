# METADATA
# title: DNS over one protocol only
# description: |
#   Names resolve over UDP, and over TCP where an answer is long or truncated. Egress to port 53 over one of them alone fails now
#   and then.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/services-networking/network-policies/
# custom:
#   severity: warning
#   remediation: 'List port 53 for both UDP and TCP.'
#   reads:
#     kinds: [NetworkPolicy]
#     object: ['spec.egress[].ports']
package network.dns_protocol

import data.lib.network

deny contains {"field": $"{entry.path}.ports[{index}]", "message": message} if {
	some entry in network.rules
	entry.direction == "egress"
	some index, port in entry.rule.ports
	port.port == 53
	protocol := object.get(port, "protocol", "TCP")
	other := {"TCP": "UDP", "UDP": "TCP"}[protocol]
	not _opens[other]
	message := $"opens port 53 for {protocol} and not for {other}"
}

# The protocols over which some egress rule of the policy opens port 53.
_opens contains protocol if {
	some entry in network.rules
	entry.direction == "egress"
	some port in _ports(entry.rule)
	is_object(port)
	protocol := object.get(port, "protocol", "TCP")
	_includes(port)
}

_ports(rule) := rule.ports if {
	is_array(rule.ports)
	count(rule.ports) > 0
} else := [{"protocol": "TCP"}, {"protocol": "UDP"}]

_includes(port) if object.get(port, "port", null) == null

_includes(port) if {
	port.port <= 53
	object.get(port, "endPort", port.port) >= 53
}
