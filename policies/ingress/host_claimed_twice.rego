# METADATA
# title: Host and path claimed twice
# description: |
#   Two Ingresses or HTTPRoutes of one cluster ask for the same requests. The older one wins, or none does, or both take
#   turns, as the controller likes: whoever adds the second takes the traffic of the first, or gets none. Two Ingresses
#   of different classes and two routes on different Gateways do not meet, and an ingress-nginx canary is meant to.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/services-networking/ingress/#multiple-matches
#   - ref: https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule
# custom:
#   severity: error
#   remediation: Give each its own host or path, or remove one of the two.
#   reads:
#     kinds: [RouteClaims]
package ingress.host_claimed_twice

import data.lib

deny contains {"field": claim.field, "message": message} if {
	lib.object.kind == "RouteClaims"
	some claim in lib.object.claims
	count(claim.others) > 0
	message := $"{claim.host}{claim.path} is also claimed by {lib.listed(claim.others, ", ", 5)}"
}
