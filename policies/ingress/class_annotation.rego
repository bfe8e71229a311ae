# METADATA
# title: Class by annotation
# description: |
#   The annotation was replaced by the field `spec.ingressClassName` in 1.18; controllers that still read it do so in
#   ways of their own.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/services-networking/ingress/#deprecated-annotation
# custom:
#   severity: notice
#   remediation: Write `spec.ingressClassName` instead.
#   reads:
#     kinds: [Ingress]
#     object: ['metadata.annotations["kubernetes.io/ingress.class"]', spec.ingressClassName]
package ingress.class_annotation

import data.lib.ingress

deny contains {"field": field, "message": $"the class {ingress.class.name} is given by an annotation"} if {
	field := ingress.class.field
	field != "spec.ingressClassName"
}
