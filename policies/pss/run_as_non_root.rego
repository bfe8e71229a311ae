# METADATA
# title: Container that may run as root
# description: |
#   Unless `runAsNonRoot` is true, a container runs as the user of its image, which often is root. A false on the pod is
#   a violation even where every container overrides it. Pods in their own user namespace are exempt from 1.35 on.
#   Pod Security check `runAsNonRoot`, restricted, from 1.0.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: error
#   remediation: Set `securityContext.runAsNonRoot` to true on the pod, and false nowhere.
#   reads:
#     context: [pod_security]
#     pods: [spec.hostUsers, spec.securityContext.runAsNonRoot, containers.securityContext.runAsNonRoot]
package pss.run_as_non_root

import data.lib
import data.lib.pss

deny contains {"field": $"{subject.path}.runAsNonRoot", "message": $"{subject.owner} sets runAsNonRoot to false"} if {
	pss.restricted(0)
	some subject in pss.security_contexts
	not pss.own_users(subject.pod)
	subject.value.runAsNonRoot == false
}

deny contains {"field": field, "message": message} if {
	pss.restricted(0)
	some entry in lib.containers
	not pss.own_users(entry.pod)
	object.get(entry.container, ["securityContext", "runAsNonRoot"], null) == null
	object.get(entry.pod.spec, ["securityContext", "runAsNonRoot"], null) == null
	field := $"{entry.path}.securityContext.runAsNonRoot"
	message := $"{pss.owner(entry)} may run as root: neither it nor the pod sets runAsNonRoot to true"
}
