# METADATA
# title: Host namespaces
# description: |
#   A pod in the network, process or IPC namespace of its node sees and reaches what belongs to the node and to other
#   pods. Pod Security check `hostNamespaces`, baseline, from 1.0.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: error
#   remediation: Remove the field or set it to false.
#   reads:
#     context: [pod_security]
#     pods: [spec.hostNetwork, spec.hostPID, spec.hostIPC]
package pss.host_namespaces

import data.lib
import data.lib.pss

deny contains {"field": field, "message": message} if {
	pss.baseline(0)
	some pod in lib.pods
	some key in ["hostNetwork", "hostPID", "hostIPC"]
	pod.spec[key] == true
	field := lib.field(pod.path, key)
	message := $"the pod shares a namespace of its node: {key} is true"
}
