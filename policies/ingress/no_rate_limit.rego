# METADATA
# title: Promised rate limit that is not configured
# description: |
#   One client can use up a service. Entry points of the platform's domain are promised a rate limit, and this one has none
#   though its controller could: requests or connections for ingress-nginx and F5's controller, a web ACL for a load balancer
#   of AWS that faces the internet (with `group.name` it may have one from another Ingress). On any host, an annotation that
#   only tunes a limit, or sets it to nothing, promises one that is not there.
# scope: package
# related_resources:
#   - ref: https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#rate-limiting
#   - ref: https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/#addons
# custom:
#   severity: warning
#   remediation: Set the controller's own limit, or give the load balancer a web ACL with a rate-based rule.
#   reads:
#     kinds: [Ingress]
#     object: [metadata.annotations, spec.ingressClassName, 'spec.rules[].host']
#     context: [domain]
package ingress.no_rate_limit

import data.lib
import data.lib.ingress

deny contains {"field": annotation.field, "message": $"{annotation.key} limits nothing by itself"} if {
	not limited
	some annotation in ingress.annotations
	not ingress.foreign(annotation.prefix)
	annotation.name in (object.get(means, annotation.prefix, set()) | object.get(tuning, annotation.prefix, set()))
}

deny contains {"field": "metadata.annotations", "message": message} if {
	lib.context.domain != ""
	open
	not limited
	some claim in ingress.hosts
	ours(claim.host)
	message := $"the controller of class {ingress.class.name} is given no limit for {object.get({"": "any host"}, claim.host, claim.host)}"
}

# What configures a limit, by the prefix of the annotation.
means := {
	"alb.ingress.kubernetes.io": {"waf-acl-id", "wafv2-acl-arn", "wafv2-acl-name", "web-acl-id"},
	"nginx.ingress.kubernetes.io": {"limit-connections", "limit-rpm", "limit-rps"},
	"nginx.org": {"limit-req-rate", "policies"},
}

# What only says how a limit is kept, or for whom it does not hold.
tuning := {
	"nginx.ingress.kubernetes.io": {"limit-allowlist", "limit-burst-multiplier", "limit-whitelist"},
	"nginx.org": {"limit-req-burst", "limit-req-delay", "limit-req-zone-size"},
}

limited if {
	some annotation in ingress.annotations
	annotation.name in means[annotation.prefix]
	not ingress.foreign(annotation.prefix)
	not lib.object.metadata.annotations[annotation.key] in {"", "0"}
}

# Whether clients from everywhere reach a controller that could limit them.
open if split(ingress.class.name, "-")[0] == "nginx"

open if {
	split(ingress.class.name, "-")[0] == "alb"
	annotations := object.get(lib.object, ["metadata", "annotations"], {})
	annotations["alb.ingress.kubernetes.io/scheme"] == "internet-facing"
	not annotations["alb.ingress.kubernetes.io/group.name"]
}

# Whether a host, or every host, is one of the platform's.
ours("")

ours(host) if ingress.within(host, lib.context.domain)
