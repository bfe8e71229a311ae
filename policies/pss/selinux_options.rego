# METADATA
# title: SELinux type, user or role
# description: |
#   A pod may choose among the types that are made for containers (container_engine_t from 1.31 on) and any level,
#   but neither user nor role. Pod Security check `seLinuxOptions`, baseline, from 1.0.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: error
#   remediation: Remove `user` and `role`, and use type container_t, container_init_t or container_kvm_t.
#   reads:
#     context: [pod_security]
#     pods: [spec.securityContext.seLinuxOptions, containers.securityContext.seLinuxOptions]
package pss.selinux_options

import data.lib.pss

deny contains {"field": field, "message": message} if {
	pss.baseline(0)
	some subject in pss.security_contexts
	some key, allowed in {"type": types, "user": {""}, "role": {""}}
	value := object.get(subject.value, ["seLinuxOptions", key], null)
	value != null
	not value in allowed
	field := $"{subject.path}.seLinuxOptions.{key}"
	message := $"{subject.owner} sets the SELinux {key} to {value}"
}

types contains type if some type in {"", "container_t", "container_init_t", "container_kvm_t"}

types contains "container_engine_t" if pss.baseline(31)
