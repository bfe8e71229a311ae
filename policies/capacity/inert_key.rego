# METADATA
# title: Quota key that limits nothing
# description: |
#   A ResourceQuota takes any qualified name as a key, but controllers charge only some: extended resources count as
#   `requests.<name>` alone, objects as `count/<plural>.<group>`, and scopes admit few keys.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/policy/resource-quotas/
# custom:
#   severity: error
#   remediation: 'Use the key that the message names, or remove the one that does nothing.'
#   reads:
#     kinds: [QuotaUse]
#     object: ['keys[].field', 'keys[].key', 'keys[].problem']
package capacity.inert_key

import data.lib

deny contains {"field": key.field, "message": message} if {
	lib.object.kind == "QuotaUse"
	some key in lib.object.keys
	key.problem != ""
	message := $"{key.key} {key.problem}"
}
