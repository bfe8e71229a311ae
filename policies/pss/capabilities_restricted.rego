# METADATA
# title: Capabilities that are not dropped
# description: |
#   A container drops every capability by the one word ALL, in upper case, and may add back NET_BIND_SERVICE only.
#   Pods that say they are for Windows are exempt from 1.25 on. Pod Security check `capabilities_restricted`, from
#   1.22; it replaces `capabilities_baseline`.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: error
#   remediation: 'Set `securityContext.capabilities.drop` to ["ALL"], and add nothing but NET_BIND_SERVICE.'
#   reads:
#     context: [pod_security]
#     pods: [spec.os.name, containers.securityContext.capabilities]
package pss.capabilities_restricted

import data.lib
import data.lib.pss

deny contains {"field": field, "message": message} if {
	pss.restricted(22)
	some entry in lib.containers
	not pss.windows(entry.pod)
	not drops_all(entry.container)
	field := $"{entry.path}.securityContext.capabilities.drop"
	message := $"{pss.owner(entry)} does not drop ALL capabilities"
}

deny contains {"field": field, "message": message} if {
	pss.restricted(22)
	some entry in lib.containers
	not pss.windows(entry.pod)
	added := pss.beyond(entry.container.securityContext.capabilities.add, {"NET_BIND_SERVICE"})
	added != ""
	field := $"{entry.path}.securityContext.capabilities.add"
	message := $"{pss.owner(entry)} adds the capabilities {added}"
}

drops_all(container) if "ALL" in container.securityContext.capabilities.drop
