# METADATA
# title: Application that takes over the objects of others
# description: |
#   If two Applications hold the same object, the one that syncs last takes it over, and deleting either deletes it.
#   The option makes the second one fail instead.
# scope: package
# related_resources:
#   - ref: https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#fail-the-sync-if-a-shared-resource-is-found
# custom:
#   severity: warning
#   remediation: Add `FailOnSharedResource=true` to `syncOptions`.
#   reads:
#     kinds: [Application, ApplicationSet]
#     object: [spec.syncPolicy.syncOptions, spec.template.spec.syncPolicy.syncOptions]
package argocd.shared_resource

import data.lib.argocd

option := "FailOnSharedResource=true"

deny contains {"field": $"{application.path}.syncPolicy.syncOptions", "message": message} if {
	some application in argocd.applications
	values := [one.value | some one in argocd.options(application)]
	not option in values
	message := $"the Application does not set {option}"
}
