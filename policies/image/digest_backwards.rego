# METADATA
# title: Image that goes back to an earlier digest
# description: |
#   An environment gets a digest that it ran before and that was replaced there since. A branch that was cut before the
#   replacement, or a conflict resolved the wrong way, undoes a release like that. A deliberate way back is the same
#   change, which is why this is a warning. Only `mlp check --base` knows about changes, and it knows the past as far as
#   the clone has it: fetch the whole history.
# scope: package
# related_resources:
#   - ref: https://argo-cd.readthedocs.io/en/stable/user-guide/ci_automation/
# custom:
#   severity: warning
#   remediation: Take the newer digest again, or say in the pull request that the way back is meant.
#   reads:
#     kinds: [MovedImages]
package image.digest_backwards

import data.lib

deny contains {"field": image.field, "message": message} if {
	lib.object.kind == "MovedImages"
	some image in lib.object.images
	image.held != ""
	message := $"{image.image} ran here at commit {image.held}, and was replaced since"
}
