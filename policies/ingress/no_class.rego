# METADATA
# title: Ingress without a class
# description: |
#   Without a class, the cluster's default controller serves the Ingress, or every controller does, or none.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/services-networking/ingress/#ingress-class
# custom:
#   severity: warning
#   remediation: Write `spec.ingressClassName`.
#   reads:
#     kinds: [Ingress]
#     object: ['metadata.annotations["kubernetes.io/ingress.class"]', spec.ingressClassName]
package ingress.no_class

import data.lib.ingress

deny contains {"field": "spec.ingressClassName", "message": $"the Ingress names no class"} if {
	ingress.ingress
	not ingress.class
}
