# METADATA
# title: Unused waiver
# description: |
#   A waiver that excuses no finding is an open door for the next one.
# scope: package
# related_resources:
#   - ref: https://csrc.nist.gov/glossary/term/risk_acceptance
# custom:
#   severity: warning
#   remediation: Delete it.
#   reads:
#     kinds: [Waiver]
package waiver.unused

import data.lib

deny contains {"field": "", "message": message} if {
	lib.object.kind == "Waiver"
	not lib.object.used
	count(lib.object.forbidden) == 0
	message := $"the waiver of {lib.object.rule} for {lib.object.object} excuses no finding"
}
