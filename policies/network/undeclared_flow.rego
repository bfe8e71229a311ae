# METADATA
# title: Flow that nobody declared
# description: |
#   NetworkPolicies let something through that no service declares under `connects` and `accepts` or as an external connection.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/services-networking/network-policies/
# custom:
#   severity: error
#   remediation: 'Declare the connection in the services'' files, or close it.'
#   reads:
#     kinds: [UndeclaredFlow]
package network.undeclared_flow

import data.lib

deny contains {"field": "", "message": message} if {
	lib.object.kind == "UndeclaredFlow"
	message := $"{lib.object.flow}, and nobody declared it"
}
