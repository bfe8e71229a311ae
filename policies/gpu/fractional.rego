# METADATA
# title: Part of an accelerator
# description: |
#   The API server refuses an extended resource that is not a whole number. Parts are resources of their own, such as
#   `nvidia.com/gpu.shared` or `nvidia.com/mig-1g.5gb`, which the device plugin makes.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#extended-resources
# custom:
#   severity: error
#   remediation: Ask for a whole number, or for the resource that stands for a part.
#   reads:
#     pods:
#       - containers.resources.limits["amd.com/*"]
#       - containers.resources.limits["aws.amazon.com/*"]
#       - containers.resources.limits["google.com/*"]
#       - containers.resources.limits["gpu.intel.com/*"]
#       - containers.resources.limits["habana.ai/*"]
#       - containers.resources.limits["nvidia.com/*"]
#       - containers.resources.requests["amd.com/*"]
#       - containers.resources.requests["aws.amazon.com/*"]
#       - containers.resources.requests["google.com/*"]
#       - containers.resources.requests["gpu.intel.com/*"]
#       - containers.resources.requests["habana.ai/*"]
#       - containers.resources.requests["nvidia.com/*"]
package gpu.fractional

import data.lib
import data.lib.gpu

deny contains {"field": amount.path, "message": message} if {
	some entry in lib.containers
	some list in ["limits", "requests"]
	some amount in gpu.amounts(entry, list)
	not gpu.whole(amount.value)
	message := $"{amount.owner} asks for {amount.value} of {amount.resource}"
}
