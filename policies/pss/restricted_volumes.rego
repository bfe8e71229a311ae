# METADATA
# title: Volume type beyond the restricted set
# description: |
#   Only volumes that do not reach into the node or past the volume drivers are allowed: configMap, csi,
#   downwardAPI, emptyDir, ephemeral, image, persistentVolumeClaim, projected, secret. A volume without a source
#   is an emptyDir. Pod Security check `restrictedVolumes`, restricted, from 1.0; it replaces `hostPathVolumes`.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: error
#   remediation: Use a persistent volume claim, a configMap, a secret, a projected volume or an emptyDir.
#   reads:
#     context: [pod_security]
#     pods: ['spec.volumes[].*{}', 'spec.volumes[].name""']
package pss.restricted_volumes

import data.lib
import data.lib.pss

allowed := {
	"configMap",
	"csi",
	"downwardAPI",
	"emptyDir",
	"ephemeral",
	"image",
	"persistentVolumeClaim",
	"projected",
	"secret",
}

deny contains {"field": field, "message": message} if {
	pss.restricted(0)
	some entry in pss.volumes
	sources := {key | some key, value in entry.volume; key != "name"; value != null}
	count(sources & allowed) == 0
	some source in sources
	field := lib.field(entry.path, source)
	message := $"volume {entry.name} is of type {source}"
}
