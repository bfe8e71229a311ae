# METADATA
# title: Binding that holds in every namespace
# description: |
#   A ClusterRoleBinding gives its subjects the role in every namespace, also in those of other teams. The system's own
#   users, groups and service accounts need that; tenants do not. cluster-admin reports the worst of them.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/rbac-good-practices/
# custom:
#   severity: warning
#   remediation: Use a RoleBinding, which may name a ClusterRole as well, in the namespaces that are meant.
#   reads:
#     kinds: [ClusterRoleBinding]
#     object: [roleRef, subjects]
package rbac.cluster_wide_binding

import data.lib
import data.lib.rbac

deny contains {"field": $"{entry.path}.name", "message": message} if {
	lib.kind == "ClusterRoleBinding"
	lib.object.roleRef.name != "cluster-admin"
	some entry in rbac.subjects
	not rbac.system(entry.subject)
	message := $"{rbac.shown(entry.subject)} has {lib.object.roleRef.name} in every namespace"
}
