# METADATA
# title: Role that changes what guards the cluster
# description: |
#   Some objects decide what everybody else may do: admission webhooks and policies, the labels of namespaces, which
#   hold their Pod Security level, volumes of the node's disk, approved certificates, nodes. To write one is a way to
#   every permission.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/rbac-good-practices/
# custom:
#   severity: warning
#   remediation: Leave these objects to the platform team.
#   reads:
#     kinds: [Role, ClusterRole]
#     object: [rules]
package rbac.escalating_resource

import data.lib.rbac

guards := {
	"": {"namespaces", "nodes", "persistentvolumes"},
	"admissionregistration.k8s.io": {
		"mutatingadmissionpolicies",
		"mutatingadmissionpolicybindings",
		"mutatingwebhookconfigurations",
		"validatingadmissionpolicies",
		"validatingadmissionpolicybindings",
		"validatingwebhookconfigurations",
	},
	"apiregistration.k8s.io": {"apiservices"},
	"certificates.k8s.io": {"certificatesigningrequests/approval", "signers"},
}

deny contains {"field": item.path, "message": $"the role changes {item.value}"} if {
	some entry in rbac.rules
	some group, guarded in guards
	some item in rbac.resources(entry, group, {"approve", "create", "patch", "sign", "update"})
	item.value in guarded
}
