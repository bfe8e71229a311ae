# METADATA
# title: Annotation that its controller does not have
# description: |
#   A mistyped or invented annotation is ignored without a word. The rule knows the annotations of ingress-nginx and of
#   the AWS Load Balancer Controller.
# scope: package
# related_resources:
#   - ref: https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/
#   - ref: https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/
# custom:
#   severity: warning
#   remediation: Correct the annotation's name, or remove it.
#   reads:
#     kinds: [Ingress]
#     object: [metadata.annotations]
package ingress.unknown_annotation

import data.lib.ingress

deny contains {"field": annotation.field, "message": $"no controller reads {annotation.key}"} if {
	some annotation in ingress.annotations
	ingress.unknown(annotation)
}
