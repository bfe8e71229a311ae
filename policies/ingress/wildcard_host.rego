# METADATA
# title: Claim on every host
# description: |
#   A rule without a host, or with a wildcard, gets the requests for hosts that nobody else has claimed, also those
#   that another team will claim tomorrow.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/services-networking/ingress/#hostname-wildcards
# custom:
#   severity: warning
#   remediation: Name the hosts.
#   reads:
#     kinds: [GRPCRoute, HTTPRoute, Ingress, TLSRoute]
#     object: ['spec.rules[].host', spec.hostnames]
package ingress.wildcard_host

import data.lib.ingress

deny contains {"field": claim.path, "message": $"the rule claims every host that matches {pattern}"} if {
	some claim in ingress.hosts
	pattern := ingress.pattern(claim.host)
}
