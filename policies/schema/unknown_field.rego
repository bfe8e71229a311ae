# METADATA
# title: Field that the kind does not have
# description: |
#   The API server drops a field that it does not know, or refuses the object under strict validation; either way what was meant does not happen.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation
# custom:
#   severity: error
#   remediation: Correct the field's name or its place in the object, or remove it.
#   reads:
#     kinds: [SchemaErrors]
package schema.unknown_field

import data.lib

deny contains {"field": error.field, "message": error.detail} if {
	lib.object.kind == "SchemaErrors"
	some error in lib.object.errors
	error.reason == "unknown-field"
}
