# METADATA
# title: Service port that is not the container port
# description: |
#   The agent of the AWS VPC CNI judges traffic to a Service before its address is translated, and finds the ports by the
#   container: where the two differ, policies that name ports block the Service.
# scope: package
# related_resources:
#   - ref: https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy.html
# custom:
#   severity: warning
#   remediation: 'Use the same number for `port` and for the container port.'
#   reads:
#     kinds: [ServicePorts]
package network.service_port

import data.lib

deny contains {"field": port.field, "message": message} if {
	lib.object.kind == "ServicePorts"
	some port in lib.object.differing
	message := $"port {port.port} leads to container port {port.target}"
}
