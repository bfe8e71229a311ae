# METADATA
# title: Project that deploys from any repository
# description: |
#   A pattern that leaves the repositories' host or owner open lets anybody who can host a repository choose what the
#   project deploys. A pattern below one organisation is not meant.
# scope: package
# related_resources:
#   - ref: https://argo-cd.readthedocs.io/en/stable/user-guide/projects/
# custom:
#   severity: error
#   remediation: List the repositories under `sourceRepos`.
#   reads:
#     kinds: [AppProject]
#     object: [spec]
package argocd.wildcard_source

import data.lib.argocd

deny contains {"field": item.path, "message": $"the project deploys from {item.value}"} if {
	some item in argocd.allowed("sourceRepos")
	argocd.open_repository(item.value)
}
