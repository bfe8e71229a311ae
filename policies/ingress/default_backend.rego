# METADATA
# title: Backend for every host
# description: |
#   A default backend gets every request that matches no rule, of whatever host.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/services-networking/ingress/#default-backend
# custom:
#   severity: warning
#   remediation: Write a rule with a host instead.
#   reads:
#     kinds: [Ingress]
#     object: ['spec.defaultBackend{}', 'spec.backend{}']
package ingress.default_backend

import data.lib
import data.lib.ingress

deny contains {"field": $"spec.{key}", "message": $"{key} claims every host"} if {
	ingress.ingress
	some key in ["backend", "defaultBackend"]
	is_object(lib.object.spec[key])
}
