# What the Pod Security rules have in common. Source: kubernetes/pod-security-admission, policy/.
package lib.pss

import data.lib

# Whether a baseline check that came with a minor version is in force.
baseline(since) if {
	lib.context.pod_security.level in {"baseline", "restricted"}
	lib.context.pod_security.version >= since
}

# The same for a check of the restricted level.
restricted(since) if {
	lib.context.pod_security.level == "restricted"
	lib.context.pod_security.version >= since
}

# From 1.35 on, a pod in its own user namespace (hostUsers exactly false) need not avoid root.
own_users(pod) if {
	pod.spec.hostUsers == false
	lib.context.pod_security.version >= 35
}

# From 1.25 on, what Windows does not have is not asked of a pod that says it is one.
windows(pod) if {
	pod.spec.os.name == "windows"
	lib.context.pod_security.version >= 25
}

# Every securityContext of the object: {path, value, owner, pod}; the owner is how messages name the pod or container.
security_contexts := array.concat(
	[context |
		some pod in lib.pods
		is_object(pod.spec.securityContext)
		context := {
			"path": lib.field(pod.path, "securityContext"),
			"value": pod.spec.securityContext,
			"owner": "the pod",
			"pod": pod,
		}
	],
	[context |
		some entry in lib.containers
		is_object(entry.container.securityContext)
		context := {
			"path": $"{entry.path}.securityContext",
			"value": entry.container.securityContext,
			"owner": owner(entry),
			"pod": entry.pod,
		}
	],
)

owner(entry) := $"container {entry.name}"

# What a list holds beyond the allowed texts, as a message shows it; empty where nothing or the list is none.
beyond(list, allowed) := concat(", ", sort({$"{item}" | some item in list; not item in allowed})) if is_array(list)

# Each {path, name, volume} of the pods.
volumes := [entry |
	some pod in lib.pods
	is_array(pod.spec.volumes)
	some index, volume in pod.spec.volumes
	is_object(volume)
	entry := {
		"path": $"{lib.field(pod.path, "volumes")}[{index}]",
		"name": shown(object.get(volume, "name", "")),
		"volume": volume,
	}
]

# The violation of a container that asks for another proc mount than the default.
unmasked(entry) := {"field": field, "message": message} if {
	value := object.get(entry.container, ["securityContext", "procMount"], null)
	not value in {null, "Default"}
	field := $"{entry.path}.securityContext.procMount"
	message := $"{owner(entry)} asks for the proc mount {shown(value)}"
}

seccomp_types := {"RuntimeDefault", "Localhost"}

# A value in a message.
shown(value) := "nothing" if {
	value in {"", null}
} else := value
