# METADATA
# title: Required field missing
# description: |
#   The API server refuses an object without a field that its schema requires.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation
# custom:
#   severity: error
#   remediation: Add the field.
#   reads:
#     kinds: [SchemaErrors]
package schema.missing_field

import data.lib

deny contains {"field": error.field, "message": error.detail} if {
	lib.object.kind == "SchemaErrors"
	some error in lib.object.errors
	error.reason == "missing-field"
}
