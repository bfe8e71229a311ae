# METADATA
# title: Project that may make every namespaced object
# description: |
#   Without a `namespaceResourceWhitelist`, a project allows Roles, ResourceQuotas and Secrets too, which decide what
#   the team itself may do. An empty list is lost when the object is written again, which turns it into its opposite. A
#   project that denies everything is not meant.
# scope: package
# related_resources:
#   - ref: https://argo-cd.readthedocs.io/en/stable/user-guide/projects/
# custom:
#   severity: warning
#   remediation: List the kinds that the team's services are made of.
#   reads:
#     kinds: [AppProject]
#     object: [spec]
package argocd.namespace_resources

import data.lib.argocd

deny contains {"field": "spec.namespaceResourceWhitelist", "message": message} if {
	list := object.get(argocd.project, "namespaceResourceWhitelist", null)
	list in {null, []}
	not closed
	message := $"namespaceResourceWhitelist is {list}: the project may make every namespaced kind"
}

deny contains {"field": $"{item.path}.kind", "message": message} if {
	some item in argocd.allowed("namespaceResourceWhitelist")
	argocd.wildcard(item.value.kind)
	message := $"the project may make every kind of the group {item.value.group}"
}

closed if {
	some item in argocd.allowed("namespaceResourceBlacklist")
	item.value == {"group": "*", "kind": "*"}
}
