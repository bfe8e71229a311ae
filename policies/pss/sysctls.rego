# METADATA
# title: Unsafe sysctl
# description: |
#   A sysctl may reach beyond the pod that sets it. Those in the list are confined to the pod; newer Kubernetes
#   knows more of them. Pod Security check `sysctls`, baseline, from 1.0.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
#   - ref: https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/
# custom:
#   severity: error
#   remediation: Remove the sysctl from `securityContext.sysctls`, or set it on the node.
#   reads:
#     context: [pod_security]
#     pods: ['spec.securityContext.sysctls[].name']
package pss.sysctls

import data.lib
import data.lib.pss

# The minor version from which a pod may set a sysctl.
since := {
	"kernel.shm_rmid_forced": 0,
	"net.ipv4.ip_local_port_range": 0,
	"net.ipv4.ip_unprivileged_port_start": 0,
	"net.ipv4.ping_group_range": 0,
	"net.ipv4.tcp_syncookies": 0,
	"net.ipv4.ip_local_reserved_ports": 27,
	"net.ipv4.tcp_fin_timeout": 29,
	"net.ipv4.tcp_keepalive_intvl": 29,
	"net.ipv4.tcp_keepalive_probes": 29,
	"net.ipv4.tcp_keepalive_time": 29,
	"net.ipv4.tcp_rmem": 32,
	"net.ipv4.tcp_wmem": 32,
	"net.ipv4.tcp_notsent_lowat": 37,
	"net.ipv4.tcp_slow_start_after_idle": 37,
}

deny contains {"field": field, "message": message} if {
	pss.baseline(0)
	some pod in lib.pods
	is_array(pod.spec.securityContext.sysctls)
	some index, sysctl in pod.spec.securityContext.sysctls
	is_object(sysctl)
	name := object.get(sysctl, "name", "")
	not allowed(name)
	field := $"{pod.path}.securityContext.sysctls[{index}].name"
	message := $"the pod sets the sysctl {pss.shown(name)}"
}

allowed(name) if pss.baseline(since[name])
