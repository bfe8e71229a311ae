# METADATA
# title: Load balancer for everybody
# description: |
#   A Service of this type gets a load balancer of its own, open to everybody unless `loadBalancerSourceRanges` says
#   who may come.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/services-networking/service/#loadbalancer
# custom:
#   severity: warning
#   remediation: Use an Ingress or a route, or list the addresses that may come.
#   reads:
#     kinds: [Service]
#     object: [spec.type, spec.loadBalancerSourceRanges]
package ingress.open_load_balancer

import data.lib
import data.lib.ingress

deny contains {"field": "spec.loadBalancerSourceRanges", "message": $"the {lib.object.spec.type} is open to everybody"} if {
	ingress.service
	lib.object.spec.type == "LoadBalancer"
	object.get(lib.object, ["spec", "loadBalancerSourceRanges"], []) in {[], null}
}
