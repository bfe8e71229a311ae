# METADATA
# title: Service that takes over addresses
# description: |
#   With `externalIPs`, a Service gets the cluster's traffic to those addresses, whoever they belong to
#   (CVE-2020-8554).
# scope: package
# related_resources:
#   - ref: https://github.com/kubernetes/kubernetes/issues/97076
# custom:
#   severity: error
#   remediation: Remove `externalIPs`.
#   reads:
#     kinds: [Service]
#     object: [spec.externalIPs]
package ingress.external_ips

import data.lib
import data.lib.ingress

deny contains {"field": $"spec.externalIPs[{index}]", "message": $"the Service takes the traffic to {address}"} if {
	ingress.service
	some index, address in lib.object.spec.externalIPs
}
