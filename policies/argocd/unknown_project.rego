# METADATA
# title: Project that does not exist
# description: |
#   An Application whose project is missing is not deployed at all.
# scope: package
# related_resources:
#   - ref: https://argo-cd.readthedocs.io/en/stable/user-guide/projects/
# custom:
#   severity: error
#   remediation: Name a project of this cluster, which `mlp render` writes under argocd/.
#   reads:
#     kinds: [Delivery]
#     object: [known, project""]
package argocd.unknown_project

import data.lib

deny contains {"field": "spec.project", "message": message} if {
	lib.object.kind == "Delivery"
	not lib.object.known
	message := $"there is no project {lib.object.project} on this cluster"
}
