# METADATA
# title: Annotation that Kubernetes refuses
# description: |
#   The API server refuses an annotation whose key is not a name of at most 63 letters, digits, `-`, `_` and `.`, with or
#   without a DNS subdomain and a slash before it. Its value may be any text.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/#syntax-and-character-set
# custom:
#   severity: error
#   remediation: Correct the key.
#   reads:
#     object: [metadata.annotations.*""]
#     pods: [metadata.annotations.*""]
package schema.invalid_annotation

import data.lib
import data.lib.names

deny contains {"field": lib.field(pair.path, pair.key), "message": $"{pair.key} cannot be the key of an annotation"} if {
	some pair in names.pairs("annotations")
	not names.key(lower(pair.key))
}
