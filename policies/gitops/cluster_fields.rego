# METADATA
# title: Field that only the cluster writes
# description: |
#   These fields come from a copy of a live object. They make every comparison differ, can make an update fail, and
#   hide what somebody really wanted.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/
# custom:
#   severity: warning
#   remediation: Remove the field.
#   reads:
#     object:
#       - metadata.annotations["deployment.kubernetes.io/revision"]""
#       - metadata.annotations["kubectl.kubernetes.io/last-applied-configuration"]""
#       - metadata.creationTimestamp""
#       - metadata.deletionGracePeriodSeconds""
#       - metadata.deletionTimestamp""
#       - metadata.generation""
#       - metadata.managedFields[]{}
#       - metadata.resourceVersion""
#       - metadata.selfLink""
#       - metadata.uid""
#       - status.*{}
package gitops.cluster_fields

import data.lib
import data.lib.gitops

deny contains {"field": field, "message": $"{field} is written by the cluster"} if {
	some steps in gitops.written
	not object.get(lib.object, steps, null) in {"", null, [], {}}
	field := lib.path(steps)
}
