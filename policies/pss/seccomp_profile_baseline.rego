# METADATA
# title: Seccomp profile switched off
# description: |
#   The profile of the container runtime may be replaced by a local one but not switched off. Before 1.19,
#   annotations of the pod said so; from then on they count for nothing and the fields do. Pod Security check
#   `seccompProfile_baseline`, from 1.0; from 1.19 on, the restricted level has its own.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
#   - ref: https://kubernetes.io/docs/tutorials/security/seccomp/
# custom:
#   severity: error
#   remediation: Remove the field or annotation, or name RuntimeDefault or Localhost.
#   reads:
#     context: [pod_security]
#     pods:
#       - spec.securityContext.seccompProfile.type
#       - containers.securityContext.seccompProfile.type
#       - 'metadata.annotations["seccomp.security.alpha.kubernetes.io/pod"]'
#       - 'metadata.annotations["container.seccomp.security.alpha.kubernetes.io/*"]'
package pss.seccomp_profile_baseline

import data.lib
import data.lib.pss

deny contains {"field": field, "message": message} if {
	pss.baseline(19)
	not pss.restricted(19)
	some subject in pss.security_contexts
	object.get(subject.value, "seccompProfile", null) != null
	type := object.get(subject.value, ["seccompProfile", "type"], "")
	not type in pss.seccomp_types
	field := $"{subject.path}.seccompProfile.type"
	message := $"{subject.owner} sets its seccomp profile to {pss.shown(type)}"
}

deny contains {"field": field, "message": message} if {
	pss.baseline(0)
	not pss.baseline(19)
	some [pod, key] in annotations
	value := pod.metadata.annotations[key]
	is_string(value)
	not value in {"runtime/default", "docker/default"}
	not startswith(value, "localhost/")
	field := lib.field(lib.field(pod.metadata_path, "annotations"), key)
	message := $"an annotation of the pod sets a seccomp profile to {pss.shown(value)}"
}

annotations contains [pod, "seccomp.security.alpha.kubernetes.io/pod"] if some pod in lib.pods

annotations contains [entry.pod, $"container.seccomp.security.alpha.kubernetes.io/{entry.name}"] if {
	some entry in lib.containers
}
