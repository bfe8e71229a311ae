# METADATA
# title: Project that may make every cluster-scoped object
# description: |
#   Cluster-scoped objects reach beyond the project's namespaces: ClusterRoleBindings, webhooks,
#   CustomResourceDefinitions.
# scope: package
# related_resources:
#   - ref: https://argo-cd.readthedocs.io/en/stable/user-guide/projects/
# custom:
#   severity: error
#   remediation: List the kinds that are needed, or leave `clusterResourceWhitelist` out, which allows none.
#   reads:
#     kinds: [AppProject]
#     object: [spec]
package argocd.cluster_resources

import data.lib.argocd

deny contains {"field": $"{item.path}.kind", "message": message} if {
	some item in argocd.allowed("clusterResourceWhitelist")
	argocd.wildcard(item.value.kind)
	message := $"the project may make every cluster-scoped kind of the group {item.value.group}"
}
