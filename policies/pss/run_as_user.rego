# METADATA
# title: Container that runs as user 0
# description: |
#   User 0 is root. The pod's value counts even where every container overrides it; no value is fine here. Pods in
#   their own user namespace are exempt from 1.35 on. Pod Security check `runAsUser`, restricted, from 1.23.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: error
#   remediation: Remove `runAsUser` or name another user than 0.
#   reads:
#     context: [pod_security]
#     pods: [spec.hostUsers, spec.securityContext.runAsUser, containers.securityContext.runAsUser]
package pss.run_as_user

import data.lib.pss

deny contains {"field": field, "message": message} if {
	pss.restricted(23)
	some subject in pss.security_contexts
	not pss.own_users(subject.pod)
	subject.value.runAsUser == 0
	field := $"{subject.path}.runAsUser"
	message := $"{subject.owner} runs as user 0"
}
