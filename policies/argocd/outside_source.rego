# METADATA
# title: Repository outside the project
# description: |
#   The project does not allow the repository, so Argo CD refuses to deploy the Application.
# scope: package
# related_resources:
#   - ref: https://argo-cd.readthedocs.io/en/stable/user-guide/projects/
# custom:
#   severity: error
#   remediation: Use the repository of the platform, which the project allows.
#   reads:
#     kinds: [Delivery]
#     object: [known, project"", sourceAllowed]
package argocd.outside_source

import data.lib

deny contains {"field": "spec.source.repoURL", "message": message} if {
	lib.object.kind == "Delivery"
	lib.object.known
	not lib.object.sourceAllowed
	message := $"project {lib.object.project} does not allow this repository"
}
