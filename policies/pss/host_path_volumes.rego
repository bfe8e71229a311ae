# METADATA
# title: Host path volume
# description: |
#   A hostPath volume opens the file system of the node, and with it often the node. Pod Security check
#   `hostPathVolumes`, baseline, from 1.0; at the restricted level, restricted-volumes reports it.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: error
#   remediation: Use a persistent volume claim, a configMap, a projected volume or an emptyDir.
#   reads:
#     context: [pod_security]
#     pods: ['spec.volumes[].name""', 'spec.volumes[].hostPath.path""']
package pss.host_path_volumes

import data.lib.pss

deny contains {"field": field, "message": message} if {
	pss.baseline(0)
	not pss.restricted(0)
	some entry in pss.volumes
	object.get(entry.volume, "hostPath", null) != null
	field := $"{entry.path}.hostPath"
	message := $"volume {entry.name} is the path {object.get(entry.volume, ["hostPath", "path"], "")} of the node"
}
