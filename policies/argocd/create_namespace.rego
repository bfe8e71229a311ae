# METADATA
# title: Application that creates its namespace
# description: |
#   A namespace that an Application creates on the way has no quota, no Pod Security level and no default-deny policy,
#   and team projects are not allowed to make one. The tenancy of a team, in the project `platform`, creates its
#   namespaces.
# scope: package
# related_resources:
#   - ref: https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#create-namespace
# custom:
#   severity: warning
#   remediation: Remove `CreateNamespace=true`.
#   reads:
#     kinds: [Application, ApplicationSet]
#     object:
#       - spec.project
#       - spec.syncPolicy.syncOptions
#       - spec.template.spec.project
#       - spec.template.spec.syncPolicy.syncOptions
package argocd.create_namespace

import data.lib.argocd

deny contains {"field": option.path, "message": $"the Application sets {option.value}"} if {
	some application in argocd.applications
	object.get(application.spec, "project", null) != "platform"
	some option in argocd.options(application)
	option.value == "CreateNamespace=true"
}
