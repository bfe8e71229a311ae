# METADATA
# title: No seccomp profile
# description: |
#   Every container runs under the profile RuntimeDefault or Localhost, its own or the pod's. A wrong profile of
#   the pod is a violation even where every container overrides it. Pods that say they are for Windows are exempt
#   from 1.25 on. Pod Security check `seccompProfile_restricted`, from 1.19; it replaces
#   `seccompProfile_baseline`.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
#   - ref: https://kubernetes.io/docs/tutorials/security/seccomp/
# custom:
#   severity: error
#   remediation: Set `securityContext.seccompProfile.type` of the pod to RuntimeDefault.
#   reads:
#     context: [pod_security]
#     pods: [spec.os.name, spec.securityContext.seccompProfile.type, containers.securityContext.seccompProfile.type]
package pss.seccomp_profile_restricted

import data.lib
import data.lib.pss

deny contains {"field": field, "message": message} if {
	pss.restricted(19)
	some subject in pss.security_contexts
	not pss.windows(subject.pod)
	object.get(subject.value, "seccompProfile", null) != null
	type := object.get(subject.value, ["seccompProfile", "type"], "")
	not type in pss.seccomp_types
	field := $"{subject.path}.seccompProfile.type"
	message := $"{subject.owner} sets its seccomp profile to {pss.shown(type)}"
}

deny contains {"field": field, "message": message} if {
	pss.restricted(19)
	some entry in lib.containers
	not pss.windows(entry.pod)
	object.get(entry.container, ["securityContext", "seccompProfile"], null) == null
	object.get(entry.pod.spec, ["securityContext", "seccompProfile"], null) == null
	field := $"{entry.path}.securityContext.seccompProfile.type"
	message := $"{pss.owner(entry)} has no seccomp profile: neither it nor the pod sets seccompProfile.type"
}
