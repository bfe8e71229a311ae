# METADATA
# title: Expired waiver
# description: |
#   A waiver holds up to and including the day it names. From then on it excuses nothing.
# scope: package
# related_resources:
#   - ref: https://csrc.nist.gov/glossary/term/risk_acceptance
# custom:
#   severity: error
#   remediation: Mend what it excuses and delete it, or have it reviewed again with a new date.
#   reads:
#     kinds: [Waiver]
package waiver.expired

import data.lib

deny contains {"field": "", "message": message} if {
	lib.object.kind == "Waiver"
	lib.object.expired
	message := $"the waiver of {lib.object.rule} for {lib.object.object} expired on {lib.object.expires}"
}
