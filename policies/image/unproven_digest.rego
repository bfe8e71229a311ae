# METADATA
# title: Image that the environment before does not run
# description: |
#   A protected environment runs a digest that its workload does not have in the environment before it, in the order of
#   promotion in platform.yaml: nobody has seen this image work. It is a warning, not an error, because going back to an
#   image that has since been replaced everywhere else is the way out of a bad promotion.
# scope: package
# related_resources:
#   - ref: https://argo-cd.readthedocs.io/en/stable/user-guide/ci_automation/
# custom:
#   severity: warning
#   remediation: Run the image in the environment before, then promote it.
#   reads:
#     kinds: [PromotedImages]
#     object: ['before""', 'images[].field', 'images[].image""', 'images[].proven']
package image.unproven_digest

import data.lib

deny contains {"field": image.field, "message": message} if {
	lib.object.kind == "PromotedImages"
	some image in lib.object.images
	image.proven == false
	message := $"{image.image} does not run in {lib.object.before}, the environment before"
}
