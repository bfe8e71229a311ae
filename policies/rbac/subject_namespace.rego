# METADATA
# title: Service account without a namespace
# description: |
#   A binding must name the namespace of a service account, also where it is its own; the API server refuses it
#   otherwise.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-subjects
# custom:
#   severity: error
#   remediation: Write the service account's namespace.
#   reads:
#     kinds: [RoleBinding, ClusterRoleBinding]
#     object: ['subjects']
package rbac.subject_namespace

import data.lib.rbac

deny contains {"field": $"{entry.path}.namespace", "message": message} if {
	some entry in rbac.subjects
	entry.subject.kind == "ServiceAccount"
	object.get(entry.subject, "namespace", "") in {"", null}
	message := $"{rbac.shown(entry.subject)} is given without a namespace"
}
