# METADATA
# title: Path that does not exist
# description: |
#   The Application points at a folder that the repository does not have; Argo CD reports an error and deploys nothing.
# scope: package
# related_resources:
#   - ref: https://argo-cd.readthedocs.io/en/stable/operator-manual/application.yaml
# custom:
#   severity: error
#   remediation: Point the Application at a rendered overlay, or remove it; `mlp render` writes both.
#   reads:
#     kinds: [Delivery]
#     object: [exists, path""]
package argocd.missing_path

import data.lib

deny contains {"field": "spec.source.path", "message": message} if {
	lib.object.kind == "Delivery"
	not lib.object.exists
	message := $"there is nothing at {lib.object.path}"
}
