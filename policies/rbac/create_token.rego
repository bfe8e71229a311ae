# METADATA
# title: Role that makes tokens for service accounts
# description: |
#   Whoever may create `serviceaccounts/token` can become every service account that the role reaches.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/rbac-good-practices/
# custom:
#   severity: error
#   remediation: Remove the permission, or name the service accounts under `resourceNames`.
#   reads:
#     kinds: [Role, ClusterRole]
#     object: [rules]
package rbac.create_token

import data.lib.rbac

deny contains {"field": item.path, "message": $"the role creates {item.value} of every name"} if {
	some entry in rbac.rules
	not rbac.limited(entry)
	some item in rbac.resources(entry, "", {"create"})
	item.value == "serviceaccounts/token"
}
