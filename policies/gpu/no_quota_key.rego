# METADATA
# title: Accelerators outside the quota
# description: |
#   Pods of the namespace ask for an accelerator that none of its quotas limits, so the namespace may take all of them.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/policy/resource-quotas/
# custom:
#   severity: error
#   remediation: 'Add the key that the message names to the quota.'
#   reads:
#     kinds: [AcceleratorQuota]
package gpu.no_quota_key

import data.lib

deny contains {"field": entry.field, "message": message} if {
	lib.object.kind == "AcceleratorQuota"
	some entry in lib.object.missing
	message := $"pods of the namespace ask for accelerators that no quota limits: {entry.key} is missing"
}
