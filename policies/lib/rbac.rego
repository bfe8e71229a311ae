# What roles grant, whom bindings name, and which pods choose a service account.
package lib.rbac

import data.lib

# Each {path, rule} of a Role or ClusterRole.
rules := [entry |
	_is({"Role", "ClusterRole"})
	is_array(lib.object.rules)
	some index, rule in lib.object.rules
	is_object(rule)
	entry := {"path": $"rules[{index}]", "rule": rule}
]

# Each {path, value} of a list of texts in a rule.
listed(entry, key) := [item |
	is_array(entry.rule[key])
	some index, value in entry.rule[key]
	is_string(value)
	item := {"path": $"{entry.path}.{key}[{index}]", "value": value}
]

# Each {path, value} of the resources, other than the wildcard, that a rule allows one of the verbs on.
resources(entry, group, verbs) := [item |
	_names(entry, "apiGroups", {group, "*"})
	_names(entry, "verbs", verbs | {"*"})
	some item in listed(entry, "resources")
	item.value != "*"
]

# Whether a rule is limited to objects by their names.
limited(entry) if count(listed(entry, "resourceNames")) > 0

# Each {path, subject} of a RoleBinding or ClusterRoleBinding.
subjects := [entry |
	_is({"RoleBinding", "ClusterRoleBinding"})
	is_array(lib.object.subjects)
	some index, subject in lib.object.subjects
	is_object(subject)
	entry := {"path": $"subjects[{index}]", "subject": subject}
]

# Whether a subject belongs to Kubernetes itself.
system(subject) if {
	is_string(subject.name)
	startswith(subject.name, "system:")
}

system(subject) if subject.namespace == "kube-system"

# How a message names a subject.
shown(subject) := $"{object.get(subject, "kind", "subject")} {object.get(subject, "name", "")}"

# The pods whose kind lets them say which service account they use.
pods := [pod |
	not lib.group in {"sparkoperator.k8s.io", "tekton.dev"}
	not lib.kind in {"ClusterServingRuntime", "ServingRuntime"}
	some pod in lib.pods
]

_is(kinds) if {
	lib.group == "rbac.authorization.k8s.io"
	lib.kind in kinds
}

_names(entry, key, wanted) if {
	some item in listed(entry, key)
	item.value in wanted
}
