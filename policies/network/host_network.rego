# METADATA
# title: Pod that NetworkPolicies pass by
# description: |
#   A pod on the network of its node looks like the node: most network plugins neither select it nor match it as a peer. Where Pod
#   Security forbids host networking, its own rule says so.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/services-networking/network-policies/
# custom:
#   severity: warning
#   remediation: 'Remove `hostNetwork`.'
#   reads:
#     context: [pod_security]
#     pods: [spec.hostNetwork]
package network.host_network

import data.lib

deny contains {"field": lib.field(pod.path, "hostNetwork"), "message": message} if {
	lib.context.pod_security.level == "privileged"
	some pod in lib.pods
	pod.spec.hostNetwork == true
	message := $"NetworkPolicies do not apply to {pod.path}, which is on the host network"
}
