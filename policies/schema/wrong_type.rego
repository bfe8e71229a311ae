# METADATA
# title: Value of the wrong type
# description: |
#   The API server refuses an object with a text where a number belongs, or a list where a mapping does.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation
# custom:
#   severity: error
#   remediation: Write the value in the type that the field has.
#   reads:
#     kinds: [SchemaErrors]
package schema.wrong_type

import data.lib

deny contains {"field": error.field, "message": error.detail} if {
	lib.object.kind == "SchemaErrors"
	some error in lib.object.errors
	error.reason == "wrong-type"
}
