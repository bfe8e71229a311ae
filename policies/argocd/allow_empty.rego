# METADATA
# title: Automated sync that may delete everything
# description: |
#   With `allowEmpty`, a build that gives nothing, for example after a mistyped path, deletes every object of the
#   Application.
# scope: package
# related_resources:
#   - ref: https://argo-cd.readthedocs.io/en/stable/user-guide/auto_sync/#automatic-pruning-with-allow-empty-v18
# custom:
#   severity: error
#   remediation: Remove `allowEmpty`.
#   reads:
#     kinds: [Application, ApplicationSet]
#     object: [spec.syncPolicy.automated, spec.template.spec.syncPolicy.automated]
package argocd.allow_empty

import data.lib.argocd

deny contains {"field": $"{application.path}.syncPolicy.automated.allowEmpty", "message": message} if {
	some application in argocd.applications
	policy := argocd.automated(application)
	policy.allowEmpty == true
	message := $"allowEmpty is {policy.allowEmpty}: an empty build deletes everything"
}
