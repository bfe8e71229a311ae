# METADATA
# title: Value outside the allowed ones
# description: |
#   The schema of the kind allows only certain values here.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation
# custom:
#   severity: error
#   remediation: Use one of the values that the schema allows.
#   reads:
#     kinds: [SchemaErrors]
package schema.invalid_value

import data.lib

deny contains {"field": error.field, "message": error.detail} if {
	lib.object.kind == "SchemaErrors"
	some error in lib.object.errors
	error.reason == "invalid-value"
}
