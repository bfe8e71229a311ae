# METADATA
# title: Protected environment changed by something that does not name it
# description: |
#   Objects of a protected environment change, and no declaration that names their service or tenancy there says
#   anything new: not its own file, not its team, its cluster, the platform, nor a service that it is connected with. The
#   change comes from somewhere that reaches every environment at once, such as a blueprint, a default or the generator.
#   Only `mlp check --base` knows about changes.
# scope: package
# related_resources:
#   - ref: https://docs.kargo.io/user-guide/core-concepts/
# custom:
#   severity: error
#   remediation: Make the change in a new major version of the blueprint, and name that in one environment after the other.
#   reads:
#     kinds: [UnitChange]
#     context: [protected]
package gitops.unnamed_change

import data.lib

deny contains {"field": "", "message": message} if {
	lib.object.kind == "UnitChange"
	lib.context.protected == true
	count(lib.object.changedFiles) == 0
	told := [text | some change in lib.object.changes; text := described(change)]
	files := concat(", ", lib.object.files)
	message := $"{lib.object.environment} changes while {files} say nothing new: {lib.listed(told, "; ", 4)}"
}

described(change) := $"{change.object} is {change.change}" if count(change.fields) == 0

described(change) := $"{change.object} ({lib.listed(change.fields, ", ", 3)})" if count(change.fields) > 0
