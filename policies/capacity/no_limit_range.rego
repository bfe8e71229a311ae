# METADATA
# title: Namespace without a LimitRange
# description: |
#   A container that states no requests or limits gets none, so it is refused where a quota demands them and unlimited
#   elsewhere. A LimitRange fills them in, also for hook Jobs and injected sidecars.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/policy/limit-range/
# custom:
#   severity: warning
#   remediation: 'Add a LimitRange with container defaults (a team declares it under `limits` in team.yaml).'
#   reads:
#     kinds: [NamespaceCapacity]
#     object: [field, 'limitRanges[]""', namespace""]
package capacity.no_limit_range

import data.lib

deny contains {"field": lib.object.field, "message": message} if {
	lib.object.kind == "NamespaceCapacity"
	count(lib.object.limitRanges) == 0
	message := $"namespace {lib.object.namespace} has no LimitRange"
}
