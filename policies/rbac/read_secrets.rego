# METADATA
# title: Role that reads Secrets
# description: |
#   Reading the Secrets of a namespace, by `get`, `list` or `watch`, is everything that its workloads may do elsewhere.
#   A role that is limited to Secrets by name is not meant.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/rbac-good-practices/
# custom:
#   severity: warning
#   remediation: Remove `secrets` from the role, or name those that are needed under `resourceNames`.
#   reads:
#     kinds: [Role, ClusterRole]
#     object: [rules]
package rbac.read_secrets

import data.lib.rbac

deny contains {"field": item.path, "message": $"the role reads {item.value} of every name"} if {
	some entry in rbac.rules
	not rbac.limited(entry)
	some item in rbac.resources(entry, "", {"get", "list", "watch"})
	item.value == "secrets"
}
