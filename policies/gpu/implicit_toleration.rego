# METADATA
# title: Accelerator pod that relies on the cluster's toleration
# description: |
#   The ExtendedResourceToleration admission plugin, which EKS enables, tolerates a taint keyed like the requested resource. The
#   same manifest stays pending on a cluster without the plugin, such as kind.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#extendedresourcetoleration
# custom:
#   severity: warning
#   remediation: 'Add a toleration with the taint''s key and effect and `operator: Exists`.'
#   reads:
#     kinds: [AcceleratorUse]
package gpu.implicit_toleration

import data.lib

deny contains {"field": lib.object.tolerations, "message": message} if {
	lib.object.kind == "AcceleratorUse"
	count(lib.object.untolerated) == 0
	count(lib.object.toleratedByAdmission) > 0
	taints := concat(", ", lib.object.toleratedByAdmission)
	message := $"only the cluster's admission tolerates {taints}"
}
