# METADATA
# title: Declared connection that is blocked
# description: |
#   A service declares a connection that NetworkPolicies do not let through, on one side or on both.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/services-networking/network-policies/
# custom:
#   severity: error
#   remediation: 'Render again, and let the other service accept the connection.'
#   reads:
#     kinds: [BlockedConnection]
package network.blocked_connection

import data.lib

deny contains {"field": "", "message": message} if {
	lib.object.kind == "BlockedConnection"
	message := lib.object.flow
}
