# METADATA
# title: Unmasked /proc at the restricted level
# description: |
#   The Default proc mount hides the parts of /proc that reach the kernel. A user namespace of its own does not
#   exempt a pod. Pod Security check `procMount_restricted`, from 1.35; it replaces `procMount`.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: error
#   remediation: Remove `procMount`.
#   reads:
#     context: [pod_security]
#     pods: [containers.securityContext.procMount]
package pss.proc_mount_restricted

import data.lib
import data.lib.pss

deny contains violation if {
	pss.restricted(35)
	some entry in lib.containers
	violation := pss.unmasked(entry)
}
