# METADATA
# title: Object declared twice
# description: |
#   Two manifests describe the same object; which one wins depends on the order in which they are applied.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
# custom:
#   severity: error
#   remediation: Remove one of the two, or rename it.
#   reads:
#     kinds: [DuplicateObject]
package schema.duplicate_object

import data.lib

deny contains {"field": "metadata.name", "message": message} if {
	lib.object.kind == "DuplicateObject"
	message := $"the same object is declared in {lib.object.file}, line {lib.object.line}"
}
