# METADATA
# title: Capability beyond the default set
# description: |
#   A container may add back what container runtimes grant by default, and nothing else. Names are compared
#   exactly: no CAP_ prefix, upper case. `drop` does not matter here. Pod Security check `capabilities_baseline`,
#   from 1.0; the restricted level has its own list from 1.22 on.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: error
#   remediation: Remove the capability from `securityContext.capabilities.add`.
#   reads:
#     context: [pod_security]
#     pods: [containers.securityContext.capabilities.add]
package pss.capabilities_baseline

import data.lib
import data.lib.pss

allowed := {
	"AUDIT_WRITE",
	"CHOWN",
	"DAC_OVERRIDE",
	"FOWNER",
	"FSETID",
	"KILL",
	"MKNOD",
	"NET_BIND_SERVICE",
	"SETFCAP",
	"SETGID",
	"SETPCAP",
	"SETUID",
	"SYS_CHROOT",
}

deny contains {"field": field, "message": message} if {
	pss.baseline(0)
	not pss.restricted(22)
	some entry in lib.containers
	added := pss.beyond(entry.container.securityContext.capabilities.add, allowed)
	added != ""
	field := $"{entry.path}.securityContext.capabilities.add"
	message := $"{pss.owner(entry)} adds the capabilities {added}"
}
