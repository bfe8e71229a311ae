# METADATA
# title: Role that grants everything of a kind
# description: |
#   A wildcard in a role's verbs, resources, API groups or URLs grants what exists today and whatever is added later,
#   with every operator that is installed and every verb that means an escalation.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/rbac-good-practices/
# custom:
#   severity: error
#   remediation: List the verbs, resources and API groups that are needed.
#   reads:
#     kinds: [Role, ClusterRole]
#     object: [rules]
package rbac.wildcard

import data.lib.rbac

deny contains {"field": item.path, "message": message} if {
	some entry in rbac.rules
	some key in ["apiGroups", "nonResourceURLs", "resources", "verbs"]
	some item in rbac.listed(entry, key)
	item.value == "*"
	message := $"the role grants every one of its {key}"
}
