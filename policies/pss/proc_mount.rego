# METADATA
# title: Unmasked /proc
# description: |
#   The Default proc mount hides the parts of /proc that reach the kernel. From 1.35 on, a pod in its own user
#   namespace may choose otherwise. Pod Security check `procMount`, baseline, from 1.0; from 1.35 on, the
#   restricted level has its own.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: error
#   remediation: Remove `procMount`.
#   reads:
#     context: [pod_security]
#     pods: [spec.hostUsers, containers.securityContext.procMount]
package pss.proc_mount

import data.lib
import data.lib.pss

deny contains violation if {
	pss.baseline(0)
	not pss.restricted(35)
	some entry in lib.containers
	not pss.own_users(entry.pod)
	violation := pss.unmasked(entry)
}
