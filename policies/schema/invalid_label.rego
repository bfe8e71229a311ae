# METADATA
# title: Label that Kubernetes refuses
# description: |
#   The API server refuses a label whose key is not a name of at most 63 letters, digits, `-`, `_` and `.`, with or
#   without a DNS subdomain and a slash before it, or whose value is not such a name or empty.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
# custom:
#   severity: error
#   remediation: Correct the label; a text that is no name belongs into an annotation.
#   reads:
#     object: [metadata.labels.*~]
#     pods: [metadata.labels.*~]
package schema.invalid_label

import data.lib
import data.lib.names

deny contains {"field": lib.field(pair.path, pair.key), "message": $"{pair.key} cannot be the key of a label"} if {
	some pair in names.pairs("labels")
	not names.key(pair.key)
}

deny contains {"field": lib.field(pair.path, pair.key), "message": $"{pair.value} cannot be the value of a label"} if {
	some pair in names.pairs("labels")
	not names.value(pair.value)
}
