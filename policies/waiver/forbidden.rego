# METADATA
# title: Waiver of what cannot be waived
# description: |
#   Files beside the path slip past review, and waivers cannot excuse one another.
# scope: package
# related_resources:
#   - ref: https://csrc.nist.gov/glossary/term/risk_acceptance
# custom:
#   severity: error
#   remediation: Delete the waiver and mend the finding.
#   reads:
#     kinds: [Waiver]
package waiver.forbidden

import data.lib

deny contains {"field": "", "message": message} if {
	lib.object.kind == "Waiver"
	some rule in lib.object.forbidden
	message := $"{rule} cannot be waived"
}
