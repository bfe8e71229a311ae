# METADATA
# title: AppArmor profile switched off
# description: |
#   The profile of the container runtime may be replaced by a local one but not switched off, neither by a field
#   nor by an annotation of the pod, whatever the version. Pod Security check `appArmorProfile`, baseline, from
#   1.0.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
#   - ref: https://kubernetes.io/docs/tutorials/security/apparmor/
# custom:
#   severity: error
#   remediation: Remove the field or annotation, or name RuntimeDefault or Localhost.
#   reads:
#     context: [pod_security]
#     pods:
#       - spec.securityContext.appArmorProfile.type
#       - containers.securityContext.appArmorProfile.type
#       - 'metadata.annotations["container.apparmor.security.beta.kubernetes.io/*"]'
package pss.apparmor_profile

import data.lib
import data.lib.pss

deny contains {"field": field, "message": message} if {
	pss.baseline(0)
	some subject in pss.security_contexts
	object.get(subject.value, "appArmorProfile", null) != null
	type := object.get(subject.value, ["appArmorProfile", "type"], "")
	not type in {"RuntimeDefault", "Localhost"}
	field := $"{subject.path}.appArmorProfile.type"
	message := $"{subject.owner} sets its AppArmor profile to {pss.shown(type)}"
}

deny contains {"field": field, "message": message} if {
	pss.baseline(0)
	some pod in lib.pods
	is_object(pod.metadata.annotations)
	some key, value in pod.metadata.annotations
	startswith(key, "container.apparmor.security.beta.kubernetes.io/")
	is_string(value)
	not value in {"", "runtime/default"}
	not startswith(value, "localhost/")
	field := lib.field(lib.field(pod.metadata_path, "annotations"), key)
	message := $"an annotation of the pod sets an AppArmor profile to {value}"
}
