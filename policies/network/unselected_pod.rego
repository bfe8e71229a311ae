# METADATA
# title: Pod that no NetworkPolicy selects
# description: |
#   In a direction in which no NetworkPolicy selects a pod, it may talk to everyone. Pods on the host network, which policies
#   do not select, are left to another rule.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/services-networking/network-policies/
# custom:
#   severity: warning
#   remediation: 'Give the pod the labels that a NetworkPolicy of its namespace selects, or write a policy that selects it.'
#   reads:
#     kinds: [PodIsolation]
package network.unselected_pod

import data.lib

deny contains {"field": lib.object.field, "message": message} if {
	lib.object.kind == "PodIsolation"
	count(lib.object.missing) > 0
	directions := concat(" and ", lib.object.missing)
	message := $"no NetworkPolicy selects this pod for {directions}"
}
