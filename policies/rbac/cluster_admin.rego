# METADATA
# title: Binding to cluster-admin
# description: |
#   The role `cluster-admin` may do everything. The one binding that Kubernetes makes itself, for `system:masters`, is
#   not meant.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/rbac-good-practices/
#   - ref: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles
# custom:
#   severity: error
#   remediation: Bind a role with the permissions that are needed.
#   reads:
#     kinds: [RoleBinding, ClusterRoleBinding]
#     object: [roleRef, subjects]
package rbac.cluster_admin

import data.lib
import data.lib.rbac

deny contains {"field": $"{entry.path}.name", "message": message} if {
	lib.object.roleRef.name == "cluster-admin"
	some entry in rbac.subjects
	object.get(entry.subject, "name", null) != "system:masters"
	message := $"{rbac.shown(entry.subject)} becomes cluster-admin"
}
