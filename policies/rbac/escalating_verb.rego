# METADATA
# title: Role that can give itself more
# description: |
#   Whoever may `escalate` or `bind` roles can give themselves every permission; whoever may `impersonate` can act as
#   anybody.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/rbac-good-practices/
# custom:
#   severity: error
#   remediation: Remove the verb; let the platform team write roles and bindings.
#   reads:
#     kinds: [Role, ClusterRole]
#     object: [rules]
package rbac.escalating_verb

import data.lib.rbac

deny contains {"field": item.path, "message": message} if {
	some entry in rbac.rules
	some item in rbac.listed(entry, "verbs")
	item.value in {"bind", "escalate", "impersonate"}
	message := $"the role grants the verb {item.value}"
}
