# METADATA
# title: Policy that is not analysed
# description: |
#   Policies of other projects (Cilium, Calico, Istio and others) also decide who may talk to whom. They are not part of the
#   analysis, so nothing is said about what they protect or open.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/services-networking/network-policies/
# custom:
#   severity: notice
#   remediation: 'Check what this policy does by the means of its own project.'
#   reads:
#     kinds: [NotAnalysed]
package network.not_analysed

import data.lib

deny contains {"field": lib.object.field, "message": message} if {
	lib.object.kind == "NotAnalysed"
	message := $"is not analysed: {lib.object.why}"
}
