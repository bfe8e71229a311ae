# METADATA
# title: Object of two Applications
# description: |
#   Two Applications that deliver one object take it from each other at every sync, and deleting either deletes it.
# scope: package
# related_resources:
#   - ref: https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/
# custom:
#   severity: error
#   remediation: Let exactly one unit render the object.
#   reads:
#     kinds: [SharedObject]
package argocd.shared_object

import data.lib

deny contains {"field": "metadata.name", "message": message} if {
	lib.object.kind == "SharedObject"
	message := $"delivered by {concat(" and ", lib.object.applications)}"
}
