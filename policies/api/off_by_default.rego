# METADATA
# title: API version that a cluster does not serve by itself
# description: |
#   Alpha APIs are off unless somebody switches them on, and so are betas of kinds that came with 1.24 or later.
#   Managed clusters such as EKS leave them off.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/reference/using-api/#api-versioning
#   - ref: https://github.com/kubernetes/enhancements/tree/master/keps/sig-architecture/3136-beta-apis-off-by-default
# custom:
#   severity: warning
#   remediation: Use a stable API version, or make sure that the cluster serves this one.
#   reads:
#     object: []
#     context: [kubernetes_minor]
package api.off_by_default

import data.lib.api

deny contains {"field": "apiVersion", "message": message} if {
	api.off_by_default
	not api.removed
	not api.deprecated
	not api.future
	message := $"{api.shown} is off unless the cluster switches it on"
}
