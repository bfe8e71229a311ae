# Accelerators, as pods ask for them.
package lib.gpu

import data.lib

# Each {path, owner, resource, value} of the accelerators in a list, `limits` or `requests`, of a container.
amounts(entry, list) := [amount |
	is_object(entry.container.resources[list])
	some resource, value in entry.container.resources[list]
	_accelerator(resource)
	amount := {
		"path": lib.field($"{entry.path}.resources.{list}", resource),
		"owner": $"container {entry.name}",
		"resource": resource,
		"value": value,
	}
]

# Whether a quantity is a whole number; forms with other suffixes than `m` are.
whole(value) if {
	is_number(value)
	value == floor(value)
}

whole(value) if {
	is_string(value)
	not regex.match(`^[0-9]*\.[0-9]*[1-9][0-9]*$|^[0-9]+m$`, value)
}

whole(value) if {
	is_string(value)
	regex.match(`^[0-9]*000m$`, value)
}

# A quantity in a form in which equal ones are equal, for whole numbers.
plain(value) := to_number(value) if {
	is_string(value)
	regex.match(`^[0-9]{1,15}$`, value)
} else := value

# Each {path, value} of the tolerations of pods that may choose where they run.
tolerations := [item |
	lib.kind != "DaemonSet"
	some pod in lib.pods
	is_array(pod.spec.tolerations)
	some index, value in pod.spec.tolerations
	is_object(value)
	item := {"path": $"{lib.field(pod.path, "tolerations")}[{index}]", "value": value}
]

# The {path, spec, pod} of a Job or of what a CronJob makes, if it asks for an accelerator.
training := {"path": root, "spec": spec, "pod": lib.pods[0]} if {
	lib.group == "batch"
	root := {"CronJob": "spec.jobTemplate.spec", "Job": "spec"}[lib.kind]
	spec := object.get(lib.object, split(root, "."), {})
	is_object(spec)
	some entry in lib.containers
	count(amounts(entry, "limits")) > 0
}

# Whether a pod asks for nodes that may be taken away, in the words of any provider.
on_spot(pod) if {
	some _, value in pod.spec.nodeSelector
	_spot(value)
}

on_spot(pod) if {
	terms := pod.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms
	some term in terms
	some expression in term.matchExpressions
	expression.operator == "In"
	some value in expression.values
	_spot(value)
}

on_spot(pod) if {
	some toleration in pod.spec.tolerations
	is_string(toleration.key)
	contains(lower(toleration.key), "spot")
}

# Whether a Job does not count a pod as failed that its node was taken from.
ignores_disruption(spec) if {
	some rule in spec.podFailurePolicy.rules
	rule.action == "Ignore"
	some condition in rule.onPodConditions
	condition.type == "DisruptionTarget"
}

# Each {path, mount} that is meant for results, by its last word, and lives no longer than the pod.
lost_results := [item |
	some entry in lib.containers
	is_array(entry.container.volumeMounts)
	some index, mount in entry.container.volumeMounts
	_results(mount.mountPath)
	some volume in entry.pod.spec.volumes
	volume.name == mount.name
	volume.emptyDir
	item := {"path": $"{entry.path}.volumeMounts[{index}]", "mount": mount}
]

_accelerator(resource) if {
	some prefix in [
		"amd.com/gpu",
		"aws.amazon.com/neuron",
		"google.com/tpu",
		"gpu.intel.com/",
		"habana.ai/gaudi",
		"nvidia.com/gpu",
		"nvidia.com/mig-",
	]
	startswith(resource, prefix)
}

_spot(value) if {
	is_string(value)
	lower(value) == "spot"
}

_results(path) if {
	is_string(path)
	words := split(trim_right(lower(path), "/"), "/")
	trim_suffix(words[count(words) - 1], "s") in {"artifact", "checkpoint", "model", "output", "result"}
}
