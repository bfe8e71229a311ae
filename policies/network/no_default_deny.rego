# METADATA
# title: Namespace that is open by default
# description: |
#   A pod that no NetworkPolicy selects in a direction may talk to everyone in that direction. A policy that selects every
#   pod of the namespace closes it, and other policies open what is needed.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/services-networking/network-policies/
# custom:
#   severity: warning
#   remediation: 'Add a NetworkPolicy with `podSelector: {}` and `policyTypes: [Ingress, Egress]` and no rules.'
#   reads:
#     kinds: [NamespaceIsolation]
#     object: [missing, namespace""]
package network.no_default_deny

import data.lib

deny contains {"field": "", "message": message} if {
	lib.object.kind == "NamespaceIsolation"
	count(lib.object.missing) > 0
	directions := concat(" and ", lib.object.missing)
	message := $"no NetworkPolicy denies {directions} by default in namespace {lib.object.namespace}"
}
