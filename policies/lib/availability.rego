# What workloads and autoscalers say about replicas.
package lib.availability

import data.lib

# Whether the object keeps a number of equal pods running.
replicated if {
	lib.group in {"apps", "argoproj.io"}
	lib.kind in {"Deployment", "Rollout", "StatefulSet"}
}

# How many pods it asks for; undefined where an autoscaler or the default decides.
replicas := lib.object.spec.replicas if {
	replicated
	is_number(lib.object.spec.replicas)
}

# The containers that serve while it runs.
serving := [entry | replicated; some entry in lib.containers; entry.kind == "regular"]

# Whether an outage of this object matters most.
protected if lib.context.protected == true

# The pods that are to be kept apart.
pods := [pod | replicas > 1; some pod in lib.pods]

# Whether a pod asks to be kept apart from its equals.
spread(pod) if {
	is_array(pod.spec.topologySpreadConstraints)
	count(pod.spec.topologySpreadConstraints) > 0
}

spread(pod) if is_object(pod.spec.affinity.podAntiAffinity)

# The {field, least, most} replicas of an autoscaler. Source of the defaults: the kinds' API references.
bounds := _bounds("minReplicas", "maxReplicas", 1, null) if horizontal

bounds := _bounds("minReplicaCount", "maxReplicaCount", 0, 100) if {
	lib.group == "keda.sh"
	lib.kind == "ScaledObject"
}

# Whether the object is Kubernetes' own autoscaler.
horizontal if {
	lib.group == "autoscaling"
	lib.kind == "HorizontalPodAutoscaler"
}

_bounds(least, most, default_least, default_most) := found if {
	found := {
		"field": $"spec.{least}",
		"least": object.get(lib.object, ["spec", least], default_least),
		"most": object.get(lib.object, ["spec", most], default_most),
	}
	is_number(found.least)
	is_number(found.most)
}
