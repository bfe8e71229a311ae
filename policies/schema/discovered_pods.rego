# METADATA
# title: Pods found by their shape
# description: |
#   Nothing is known about this kind. What looks like a pod spec in it was judged as one, by every rule about pods; whether
#   the controller makes pods of it, and what it adds to them, is not known.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/extend-kubernetes/api-extension/custom-resources/
# custom:
#   severity: notice
#   remediation: Check that it is a pod spec; a row for the kind in policies/lib/pod_paths/data.json settles where its pods are.
#   reads:
#     kinds: [DiscoveredPods]
package schema.discovered_pods

import data.lib

deny contains {"field": field, "message": message} if {
	lib.object.kind == "DiscoveredPods"
	some field in lib.object.fields
	message := $"this part of the {lib.object.objectKind} was judged as a pod spec, because it looks like one"
}
