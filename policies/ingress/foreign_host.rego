# METADATA
# title: Host outside the platform's domain
# description: |
#   The platform owns its domain, the names in it and their certificates. Another host cannot get a certificate, or
#   takes the traffic of somebody else. Where the domain is not known, every host is allowed.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/services-networking/ingress/#name-based-virtual-hosting
# custom:
#   severity: error
#   remediation: Use a host below the domain that platform.yaml names.
#   reads:
#     kinds: [GRPCRoute, HTTPRoute, Ingress, TLSRoute]
#     object: ['spec.rules[].host', spec.hostnames]
#     context: [domain]
package ingress.foreign_host

import data.lib
import data.lib.ingress

deny contains {"field": claim.path, "message": message} if {
	lib.context.domain != ""
	some claim in ingress.hosts
	claim.host != ""
	not ingress.within(claim.host, lib.context.domain)
	message := $"{claim.host} is outside {lib.context.domain}"
}
