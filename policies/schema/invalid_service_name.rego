# METADATA
# title: Service name that only newer clusters take
# description: |
#   Before 1.36, the name of a Service had to begin with a letter, since it became a name of variables too.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service
# custom:
#   severity: error
#   remediation: Let the name begin with a letter.
#   reads:
#     kinds: [Service]
#     object: [metadata.name~]
#     context: [kubernetes_minor]
package schema.invalid_service_name

import data.lib
import data.lib.names

deny contains {"field": "metadata.name", "message": $"{names.own} begins with a digit"} if {
	names.service
	lib.context.kubernetes_minor < 36
	names.digit_first(names.own)
}
