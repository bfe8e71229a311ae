# METADATA
# title: Baseline that accepts what no longer occurs
# description: |
#   A finding that the baseline accepts has been mended, altogether or in some environments. As long as the entry stays,
#   the same fault may come back unnoticed.
# scope: package
# related_resources:
#   - ref: https://owasp.org/www-community/Source_Code_Analysis_Tools
# custom:
#   severity: notice
#   remediation: 'Run `mlp check` with `--baseline` and `--write-baseline`, which makes the file smaller.'
#   reads:
#     kinds: [BaselineEntry]
package waiver.outdated_baseline

import data.lib

deny contains {"field": "", "message": message} if {
	lib.object.kind == "BaselineEntry"
	lib.object.occurs == false
	message := $"{lib.object.rule} no longer finds anything at {named}"
}

deny contains {"field": "", "message": message} if {
	lib.object.kind == "BaselineEntry"
	lib.object.occurs == true
	count(lib.object.gone) > 0
	message := $"{lib.object.rule} no longer finds anything at {named} in {concat(", ", lib.object.gone)}"
}

named := trim_space($"{lib.object.object} {lib.object.field}")
