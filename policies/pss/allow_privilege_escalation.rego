# METADATA
# title: Privilege escalation allowed
# description: |
#   Unless `allowPrivilegeEscalation` is false on the container itself, a set-user-id program gives its processes
#   more rights than they started with. Pods that say they are for Windows are exempt from 1.25 on. Pod Security
#   check `allowPrivilegeEscalation`, restricted, from 1.8.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: error
#   remediation: Set `securityContext.allowPrivilegeEscalation` to false on every container of every kind.
#   reads:
#     context: [pod_security]
#     pods: [spec.os.name, containers.securityContext.allowPrivilegeEscalation]
package pss.allow_privilege_escalation

import data.lib
import data.lib.pss

deny contains {"field": field, "message": message} if {
	pss.restricted(8)
	some entry in lib.containers
	not pss.windows(entry.pod)
	value := object.get(entry.container, ["securityContext", "allowPrivilegeEscalation"], null)
	value != false
	field := $"{entry.path}.securityContext.allowPrivilegeEscalation"
	message := $"{pss.owner(entry)} does not set allowPrivilegeEscalation to false"
}
