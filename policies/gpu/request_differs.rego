# METADATA
# title: Accelerator request that is not the limit
# description: |
#   An accelerator cannot be overcommitted: the API server refuses a request that differs from the limit, or that has
#   none.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/tasks/manage-gpus/scheduling-gpus/
# custom:
#   severity: error
#   remediation: Write the limit alone, or the same number twice.
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
package gpu.request_differs

import data.lib
import data.lib.gpu

deny contains {"field": amount.path, "message": message} if {
	some entry in lib.containers
	some amount in gpu.amounts(entry, "requests")
	limit := object.get(entry.container, ["resources", "limits", amount.resource], null)
	gpu.plain(limit) != gpu.plain(amount.value)
	message := $"{amount.owner} requests {amount.value} of {amount.resource}, and its limit is {limit}"
}
