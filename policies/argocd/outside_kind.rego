# METADATA
# title: Kind outside the project
# description: |
#   The Application delivers a kind that its project does not allow; Argo CD refuses the whole sync.
# scope: package
# related_resources:
#   - ref: https://argo-cd.readthedocs.io/en/stable/user-guide/projects/
# custom:
#   severity: error
#   remediation: Leave the kind out, or let the platform decide that a blueprint may bring it.
#   reads:
#     kinds: [Delivery]
#     object: ['kindsOutside[]""', known, project""]
package argocd.outside_kind

import data.lib

deny contains {"field": "spec.source.path", "message": message} if {
	lib.object.kind == "Delivery"
	lib.object.known
	count(lib.object.kindsOutside) > 0
	message := $"project {lib.object.project} does not allow {concat(", ", lib.object.kindsOutside)}"
}
