# METADATA
# title: Several LimitRanges in a namespace
# description: |
#   The API server applies the LimitRanges of a namespace in no particular order: where two give defaults for the same
#   resource, which one wins may change from pod to pod.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/policy/limit-range/
# custom:
#   severity: notice
#   remediation: 'Put all items into one LimitRange.'
#   reads:
#     kinds: [NamespaceCapacity]
#     object: [field, 'limitRanges[]""', namespace""]
package capacity.several_limit_ranges

import data.lib

deny contains {"field": lib.object.field, "message": message} if {
	lib.object.kind == "NamespaceCapacity"
	count(lib.object.limitRanges) > 1
	names := concat(", ", lib.object.limitRanges)
	message := $"namespace {lib.object.namespace} has several LimitRanges, and their order is not defined: {names}"
}
