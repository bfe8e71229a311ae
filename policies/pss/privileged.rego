# METADATA
# title: Privileged container
# description: |
#   A privileged container has every capability and every device of its node: whoever controls it controls the node.
#   Pod Security check `privileged`, baseline, from 1.0.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: error
#   remediation: Remove `securityContext.privileged`, and add the single capabilities that the container needs.
#   reads:
#     context: [pod_security]
#     pods: [containers.securityContext.privileged]
package pss.privileged

import data.lib
import data.lib.pss

deny contains {"field": field, "message": message} if {
	pss.baseline(0)
	some entry in lib.containers
	entry.container.securityContext.privileged == true
	field := $"{entry.path}.securityContext.privileged"
	message := $"{pss.owner(entry)} is privileged"
}
