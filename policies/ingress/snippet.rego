# METADATA
# title: Configuration of the proxy in an annotation
# description: |
#   A snippet becomes part of the configuration of a proxy that all teams share: it can read the keys and tokens of
#   that proxy, and break every other host.
# scope: package
# related_resources:
#   - ref: https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations-risk/
# custom:
#   severity: error
#   remediation: Remove the snippet; ask the platform team for what the controller lacks.
#   reads:
#     kinds: [Ingress]
#     object: [metadata.annotations]
package ingress.snippet

import data.lib.ingress

deny contains {"field": annotation.field, "message": $"{annotation.key} changes a proxy that all teams share"} if {
	some annotation in ingress.annotations
	some end in ["-snippet", "-snippets"]
	endswith(annotation.name, end)
}
