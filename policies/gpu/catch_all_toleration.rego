# METADATA
# title: Toleration of everything
# description: |
#   A toleration without a key fits every taint: the pod may take the place of others on accelerator nodes, and goes to
#   nodes that are being emptied. DaemonSets, which belong on every node, are not meant.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
# custom:
#   severity: warning
#   remediation: Name the taint by its `key`.
#   reads:
#     pods: ['spec.tolerations[].key', 'spec.tolerations[].operator', 'spec.tolerations[].effect']
package gpu.catch_all_toleration

import data.lib.gpu

deny contains {"field": item.path, "message": $"the pod tolerates every taint with effect {effect}"} if {
	some item in gpu.tolerations
	item.value.operator == "Exists"
	object.get(item.value, "key", "") in {"", null}
	effect := object.get(item.value, "effect", null)
	effect in {"", "NoSchedule", null}
}
