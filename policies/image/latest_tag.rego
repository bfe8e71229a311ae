# METADATA
# title: Image with a floating tag
# description: |
#   `latest`, which also stands for no tag at all, means whatever was pushed last: what runs depends on when a node
#   pulled it, and going back to the revision before does not bring the image before. A digest settles it.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/containers/images/#image-names
# custom:
#   severity: warning
#   remediation: Name a version, or better a digest.
#   reads:
#     pods: [containers.image]
package image.latest_tag

import data.lib.image

deny contains {"field": reference.path, "message": message} if {
	some reference in image.references
	reference.tag in {"", "latest"}
	reference.digest == ""
	message := $"{reference.owner} runs {reference.image}, whatever that is at the time"
}
