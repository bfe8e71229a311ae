# METADATA
# title: Kind without a schema
# description: |
#   No bundled schema describes this kind, so its fields were not checked; every other rule still judged it.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/extend-kubernetes/api-extension/custom-resources/
# custom:
#   severity: notice
#   remediation: Check the apiVersion and kind for typing errors; a custom kind of your own needs no action.
#   reads:
#     kinds: [UnknownKind]
package schema.unknown_kind

import data.lib

deny contains {"field": "kind", "message": message} if {
	lib.object.kind == "UnknownKind"
	message := $"there is no schema for {lib.object.objectKind} in {lib.object.objectVersion} (Kubernetes {lib.object.version})"
}
