# METADATA
# title: Image that is no longer maintained
# description: |
#   The publisher has stopped to publish or to repair this image: it gets no security fixes, and some of these can no
#   longer be pulled. The list, with what to use in the place of a repository or of everything below it, is
#   policies/lib/retired_images/data.json.
# scope: package
# related_resources:
#   - ref: https://github.com/bitnami/containers/issues/83267
#   - ref: https://kubernetes.io/blog/2023/03/10/image-registry-redirect/
#   - ref: https://kubernetes.io/blog/2025/11/11/ingress-nginx-retirement/
#   - ref: https://www.jaegertracing.io/docs/latest/migration/
# custom:
#   severity: warning
#   remediation: Move to the successor that the message names.
#   reads:
#     pods: [containers.image]
package image.retired

import data.lib.image
import data.lib.retired_images

deny contains {"field": reference.path, "message": message} if {
	some reference in image.references
	some retired, successor in retired_images
	image.within(reference.repository, retired)
	message := $"{reference.owner} runs {reference.image}, and {retired} is retired: use {successor}"
}
