# METADATA
# title: Namespace without a quota
# description: |
#   Without a ResourceQuota one team can take everything that the cluster has, and nothing can be said about whether
#   its workloads fit.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/policy/resource-quotas/
# custom:
#   severity: warning
#   remediation: 'Add a ResourceQuota to the namespace (a team declares it under `quota` in team.yaml).'
#   reads:
#     kinds: [NamespaceCapacity]
#     object: [field, namespace"", 'quotas[]""']
package capacity.no_quota

import data.lib

deny contains {"field": lib.object.field, "message": message} if {
	lib.object.kind == "NamespaceCapacity"
	count(lib.object.quotas) == 0
	message := $"namespace {lib.object.namespace} has no ResourceQuota"
}
