# METADATA
# title: Role that enters pods
# description: |
#   Whoever can run commands in a pod, attach or forward ports to it, or add containers to it has its service account,
#   its Secrets and its network, and leaves no trace in Git.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/rbac-good-practices/
# custom:
#   severity: warning
#   remediation: Remove the subresource; give it for the time of an incident instead.
#   reads:
#     kinds: [Role, ClusterRole]
#     object: [rules]
package rbac.pod_exec

import data.lib.rbac

doors := {"pods/attach", "pods/ephemeralcontainers", "pods/exec", "pods/portforward"}

deny contains {"field": item.path, "message": $"the role allows {item.value}"} if {
	some entry in rbac.rules
	some item in rbac.resources(entry, "", {"create", "get", "patch", "update"})
	item.value in doors
}
