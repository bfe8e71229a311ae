# METADATA
# title: Host without encryption
# description: |
#   What a browser sends to the host, passwords and session cookies too, travels in clear text. A host counts as
#   encrypted if an entry of `tls` covers it, or if AWS's controller is told to listen for HTTPS.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/services-networking/ingress/#tls
# custom:
#   severity: warning
#   remediation: Add the host to `spec.tls`.
#   reads:
#     kinds: [Ingress]
#     object:
#       - metadata.annotations["alb.ingress.kubernetes.io/certificate-arn"]
#       - metadata.annotations["alb.ingress.kubernetes.io/listen-ports"]
#       - spec.rules[].host
#       - spec.tls
package ingress.no_tls

import data.lib.ingress

deny contains {"field": claim.path, "message": $"no entry of tls covers {claim.host}"} if {
	count(ingress.tls) > 0
	not ingress.encrypts_by_annotation
	some claim in ingress.hosts
	claim.host != ""
	not ingress.covered(claim.host)
}

deny contains {"field": "spec.tls", "message": $"tls is {ingress.tls}: nothing is encrypted"} if {
	ingress.ingress
	count(ingress.tls) == 0
	not ingress.encrypts_by_annotation
}
