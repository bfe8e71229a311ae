# METADATA
# title: Ignored difference that matches nothing
# description: |
#   An entry of `ignoreDifferences` without a `group` means the core group, in which these kinds are not.
# scope: package
# related_resources:
#   - ref: https://argo-cd.readthedocs.io/en/stable/user-guide/diffing/
# custom:
#   severity: error
#   remediation: Write the kind's group.
#   reads:
#     kinds: [Application, ApplicationSet]
#     object: [spec.ignoreDifferences, spec.template.spec.ignoreDifferences]
package argocd.ignores_nothing

import data.lib.argocd
import data.lib.kind_groups

deny contains {"field": $"{entry.path}.group", "message": message} if {
	some application in argocd.applications
	some entry in argocd.ignored(application)
	object.get(entry.value, "group", "") == ""
	group := kind_groups[entry.value.kind]
	message := $"{entry.value.kind} is in the group {group}"
}
