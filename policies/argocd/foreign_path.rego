# METADATA
# title: Project that does not own the path
# description: |
#   Argo CD lets an Application in its own namespace name any project; so the owner of the path must be the project, or a team deploys with the rights of another.
# scope: package
# related_resources:
#   - ref: https://argo-cd.readthedocs.io/en/stable/user-guide/projects/
# custom:
#   severity: error
#   remediation: Put the Application into the project of the team whose folder its path is in.
#   reads:
#     kinds: [Delivery]
#     object: [owner"", path"", project""]
package argocd.foreign_path

import data.lib

deny contains {"field": "spec.project", "message": message} if {
	lib.object.kind == "Delivery"
	lib.object.owner != ""
	lib.object.owner != lib.object.project
	message := $"{lib.object.path} belongs to {lib.object.owner}, not to project {lib.object.project}"
}
