# METADATA
# title: File beside the path
# description: |
#   Argo CD applies whatever a build of an Application's path finds. A file, symlink or hidden file that no
#   kustomization names and no Application reaches is either dead or a way round the review.
# scope: package
# related_resources:
#   - ref: https://argo-cd.readthedocs.io/en/stable/user-guide/tool_detection/
# custom:
#   severity: error
#   remediation: Delete the file, or declare what it is for in teams/ and run `mlp render`.
#   reads:
#     kinds: [UnexpectedFile]
package gitops.unexpected_file

import data.lib

deny contains {"field": "", "message": message} if {
	lib.object.kind == "UnexpectedFile"
	message := $"{lib.object.path} does not belong here: {lib.object.why}"
}
