# METADATA
# title: Host port
# description: |
#   A host port opens a port of the node, past NetworkPolicies of many networks, and keeps a second pod off the
#   node. Kubernetes gives pods on the host network the ports of their containers; host-namespaces reports those.
#   Pod Security check `hostPorts`, baseline, from 1.0.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: error
#   remediation: Remove `hostPort`, and reach the pod through a Service.
#   reads:
#     context: [pod_security]
#     pods: ['containers.ports[].hostPort']
package pss.host_ports

import data.lib
import data.lib.pss

deny contains {"field": field, "message": message} if {
	pss.baseline(0)
	some entry in lib.containers
	is_array(entry.container.ports)
	some index, port in entry.container.ports
	not port.hostPort in {0, null}
	field := $"{entry.path}.ports[{index}].hostPort"
	message := $"{pss.owner(entry)} asks for port {port.hostPort} of the node"
}
