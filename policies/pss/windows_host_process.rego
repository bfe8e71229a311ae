# METADATA
# title: Windows host process
# description: |
#   A HostProcess container runs on the Windows node itself, with all that the node may do. Pod Security check
#   `windowsHostProcess`, baseline, from 1.0.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
#   - ref: https://kubernetes.io/docs/tasks/configure-pod-container/create-hostprocess-pod/
# custom:
#   severity: error
#   remediation: Remove `windowsOptions.hostProcess` or set it to false.
#   reads:
#     context: [pod_security]
#     pods: [spec.securityContext.windowsOptions.hostProcess, containers.securityContext.windowsOptions.hostProcess]
package pss.windows_host_process

import data.lib.pss

deny contains {"field": field, "message": message} if {
	pss.baseline(0)
	some subject in pss.security_contexts
	subject.value.windowsOptions.hostProcess == true
	field := $"{subject.path}.windowsOptions.hostProcess"
	message := $"{subject.owner} runs as a process of its Windows node"
}
