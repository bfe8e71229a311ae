# METADATA
# title: Role that reaches the kubelet
# description: |
#   `nodes/proxy` leads to the kubelet's own API, which runs commands in every pod of the node, past audit and
#   admission; `get` is enough for that.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/rbac-good-practices/
# custom:
#   severity: error
#   remediation: Ask for `nodes/metrics`, `nodes/stats` or `nodes/log` instead.
#   reads:
#     kinds: [Role, ClusterRole]
#     object: [rules]
package rbac.nodes_proxy

import data.lib.rbac

deny contains {"field": item.path, "message": $"the role allows {item.value}, and so every pod of a node"} if {
	some entry in rbac.rules
	some item in rbac.resources(entry, "", {"create", "delete", "get", "patch", "update"})
	item.value == "nodes/proxy"
}
