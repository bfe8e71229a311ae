# METADATA
# title: Generate paths that miss a file
# description: |
#   Argo CD rebuilds an Application only when a listed path changes; a file of its build that is not listed changes nothing until something else does.
# scope: package
# related_resources:
#   - ref: https://argo-cd.readthedocs.io/en/stable/operator-manual/high_availability/
# custom:
#   severity: error
#   remediation: List every folder that the build reads in the annotation; `mlp render` writes it.
#   reads:
#     kinds: [Delivery]
#     object: ['unlistedFiles[]""']
package argocd.incomplete_generate_paths

import data.lib

deny contains {"field": field, "message": message} if {
	lib.object.kind == "Delivery"
	count(lib.object.unlistedFiles) > 0
	field := `metadata.annotations["argocd.argoproj.io/manifest-generate-paths"]`
	message := $"{lib.object.unlistedFiles[0]} is built but not listed"
}
