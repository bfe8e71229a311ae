# METADATA
# title: Binding for everyone
# description: |
#   Everybody who can reach the API server is `system:unauthenticated` or `system:authenticated`, and every pod is one
#   of `system:serviceaccounts`. The bindings that Kubernetes makes itself, for discovery, are not meant.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/rbac-good-practices/
#   - ref: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#discovery-roles
# custom:
#   severity: error
#   remediation: Name the groups or service accounts that are meant.
#   reads:
#     kinds: [RoleBinding, ClusterRoleBinding]
#     object: [roleRef, subjects]
package rbac.everyone

import data.lib
import data.lib.rbac

everyone := {"system:anonymous", "system:authenticated", "system:serviceaccounts", "system:unauthenticated"}

harmless := {
	"system:basic-user",
	"system:cluster-trust-bundle-discovery",
	"system:discovery",
	"system:public-info-viewer",
	"system:service-account-issuer-discovery",
}

deny contains {"field": $"{entry.path}.name", "message": message} if {
	not object.get(lib.object, ["roleRef", "name"], null) in harmless
	some entry in rbac.subjects
	entry.subject.name in everyone
	message := $"{entry.subject.name} gets what the binding grants"
}
