# METADATA
# title: Image from a registry that the platform does not list
# description: |
#   Images come from the registries in platform.yaml, which are scanned, mirrored and reachable from the clusters. Where
#   the platform lists none, or is not known, every registry is allowed.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/containers/images/
# custom:
#   severity: error
#   remediation: Use an image from a listed registry, or list the registry under `registries` in platform.yaml.
#   reads:
#     context: [registries]
#     pods: [containers.image]
package image.registry_not_allowed

import data.lib
import data.lib.image

deny contains {"field": reference.path, "message": message} if {
	count(lib.context.registries) > 0
	some reference in image.references
	not allowed(reference.repository)
	message := $"{reference.owner} runs {reference.image}, and {reference.repository} is in no allowed registry"
}

allowed(repository) if {
	some registry in lib.context.registries
	image.within(repository, registry)
}
