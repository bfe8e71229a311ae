# METADATA
# title: Waiver that is too broad
# description: |
#   A waiver names a rule, a namespace and a name. A part that is nothing but wildcards excuses what nobody has seen.
# scope: package
# related_resources:
#   - ref: https://csrc.nist.gov/glossary/term/risk_acceptance
# custom:
#   severity: warning
#   remediation: Name what the exception is for; several waivers are better than a wildcard.
#   reads:
#     kinds: [Waiver]
package waiver.too_broad

import data.lib

deny contains {"field": "", "message": message} if {
	lib.object.kind == "Waiver"
	broad := concat(", ", lib.object.broad)
	broad != ""
	message := $"the waiver of {lib.object.rule} for {lib.object.object} leaves open: {broad}"
}
