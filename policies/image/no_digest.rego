# METADATA
# title: Image without digest in a protected environment
# description: |
#   A tag may be moved to another image after the review; a digest names one image for ever. Without it, two pods of
#   one Deployment may run different code, and nobody can say later what ran.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/containers/images/#image-names
# custom:
#   severity: error
#   remediation: Name the image by digest, as in `registry/name@sha256:…`.
#   reads:
#     context: [protected]
#     pods: [containers.image]
package image.no_digest

import data.lib
import data.lib.image

deny contains {"field": reference.path, "message": message} if {
	lib.context.protected == true
	some reference in image.references
	not regex.match(`^sha256:[0-9a-f]{64}$`, reference.digest)
	message := $"{reference.owner} runs {reference.image}, which names no digest"
}
