# METADATA
# title: Annotation for another controller
# description: |
#   Annotations are not portable: what is meant for another controller than that of the class is ignored, be it a
#   limit, a redirect or a login.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/services-networking/ingress/#the-ingress-resource
# custom:
#   severity: warning
#   remediation: Remove the annotation, or write what the class's controller has for it.
#   reads:
#     kinds: [Ingress]
#     object: [metadata.annotations, spec.ingressClassName]
package ingress.foreign_annotation

import data.lib.ingress

deny contains {"field": annotation.field, "message": message} if {
	some annotation in ingress.annotations
	ingress.foreign(annotation.prefix)
	message := $"the controller of class {ingress.class.name} ignores {annotation.key}"
}
