# METADATA
# title: Ingress for a controller that is retired
# description: |
#   ingress-nginx, the controller of the Kubernetes project, ended in March 2026: no releases, and no fixes for
#   whatever is found in it. F5's controller has the same class; its annotations begin with `nginx.org`.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/blog/2025/11/11/ingress-nginx-retirement/
# custom:
#   severity: warning
#   remediation: Move to a controller that is maintained, or to the Gateway API.
#   reads:
#     kinds: [Ingress, IngressClass]
#     object: [metadata.annotations, spec.ingressClassName, spec.controller]
package ingress.retired_controller

import data.lib
import data.lib.ingress

deny contains {"field": ingress.class.field, "message": $"the class {ingress.class.name} is that of ingress-nginx"} if {
	split(ingress.class.name, "-")[0] == "nginx"
	count([annotation | some annotation in ingress.annotations; annotation.prefix == "nginx.org"]) == 0
}

deny contains {"field": "spec.controller", "message": $"{lib.object.spec.controller} is retired"} if {
	lib.kind == "IngressClass"
	lib.object.spec.controller == "k8s.io/ingress-nginx"
}
