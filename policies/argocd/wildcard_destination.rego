# METADATA
# title: Project that deploys to anywhere
# description: |
#   A wildcard for the cluster or the namespace lets a team's Applications write into the namespaces of other teams and
#   of the platform.
# scope: package
# related_resources:
#   - ref: https://argo-cd.readthedocs.io/en/stable/user-guide/projects/
# custom:
#   severity: error
#   remediation: List one destination for each namespace.
#   reads:
#     kinds: [AppProject]
#     object: [spec]
package argocd.wildcard_destination

import data.lib.argocd

deny contains {"field": $"{item.path}.{key}", "message": $"the project deploys to every {key}"} if {
	some item in argocd.allowed("destinations")
	some key in ["name", "namespace", "server"]
	argocd.wildcard(item.value[key])
}
