# What Argo CD reads from an object's annotations, and what it leaves alone.
package lib.gitops

import data.lib

options_key := "argocd.argoproj.io/sync-options"

# Where the sync options are written.
options_field := lib.path(["metadata", "annotations", options_key])

# The sync options, a comma list.
options := {trim_space(option) | some option in split(_annotation(options_key), ",")}

# Whether the object runs as a hook, made anew by each sync.
hook if {
	some key in ["argocd.argoproj.io/hook", "helm.sh/hook"]
	_annotation(key) != ""
}

# Whether deleting the object deletes data or everything in it.
holds_data if lib.kind in _holders[lib.group]

# What the API server or a controller writes, each as steps from the root.
written := array.concat(
	[["metadata", key] | some key in [
		"creationTimestamp",
		"deletionGracePeriodSeconds",
		"deletionTimestamp",
		"generation",
		"managedFields",
		"resourceVersion",
		"selfLink",
		"uid",
	]],
	[
		["metadata", "annotations", "deployment.kubernetes.io/revision"],
		["metadata", "annotations", "kubectl.kubernetes.io/last-applied-configuration"],
		["status"],
	],
)

_holders := {
	"": {"Namespace", "PersistentVolume", "PersistentVolumeClaim"},
	"apiextensions.k8s.io": {"CustomResourceDefinition"},
	"apps": {"StatefulSet"},
}

_annotation(key) := value if {
	value := lib.object.metadata.annotations[key]
	is_string(value)
} else := ""
