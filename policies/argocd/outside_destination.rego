# METADATA
# title: Namespace outside the project
# description: |
#   The Application delivers to a namespace that its project does not allow; Argo CD refuses the whole sync.
# scope: package
# related_resources:
#   - ref: https://argo-cd.readthedocs.io/en/stable/user-guide/projects/
# custom:
#   severity: error
#   remediation: Deploy to the namespaces of the team, or let the platform add one to the project.
#   reads:
#     kinds: [Delivery]
#     object: ['destinationsOutside[]""', known, project""]
package argocd.outside_destination

import data.lib

deny contains {"field": "spec.destination.namespace", "message": message} if {
	lib.object.kind == "Delivery"
	lib.object.known
	count(lib.object.destinationsOutside) > 0
	message := $"project {lib.object.project} does not allow {concat(", ", lib.object.destinationsOutside)}"
}
