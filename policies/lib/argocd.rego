# Applications, wherever they are, and AppProjects.
package lib.argocd

import data.lib

# The spec of an AppProject.
project := lib.object.spec if {
	lib.group == "argoproj.io"
	lib.kind == "AppProject"
	is_object(lib.object.spec)
}

# Each {path, value} of a list in an AppProject; a value that begins with `!` denies, and is left out.
allowed(key) := [item |
	is_array(project[key])
	some index, value in project[key]
	not _denies(value)
	item := {"path": $"spec.{key}[{index}]", "value": value}
]

# Whether a text consists of wildcards.
wildcard(text) if {
	is_string(text)
	regex.match(`^\*+$`, text)
}

# Whether a pattern of repositories leaves their host, or whose they are, open.
open_repository(pattern) if {
	is_string(pattern)
	regex.match(`^([a-z][a-z0-9+.-]*://)?([^@/*]*@)?[^/:*]*(:[0-9]+)?([/:][^/*]*)?\*`, pattern)
}

# Each {path, spec, metadata_path, metadata}: an Application, or the template of an ApplicationSet.
applications := [application |
	lib.group == "argoproj.io"
	some root, parent in _roots[lib.kind]
	is_object(parent)
	is_object(parent.spec)
	application := {
		"path": lib.field(root, "spec"),
		"spec": parent.spec,
		"metadata_path": lib.field(root, "metadata"),
		"metadata": _mapping(object.get(parent, "metadata", {})),
	}
]

# Each {path, source, application}.
sources := array.concat(
	[source |
		some application in applications
		is_object(application.spec.source)
		source := {
			"path": $"{application.path}.source",
			"source": application.spec.source,
			"application": application,
		}
	],
	[source |
		some application in applications
		is_array(application.spec.sources)
		some index, one in application.spec.sources
		is_object(one)
		source := {"path": $"{application.path}.sources[{index}]", "source": one, "application": application}
	],
)

# A field of a source, an empty text where it is missing.
text(source, key) := object.get(source.source, key, "")

# The names of the Kustomize options that a source sets, other than the version of Kustomize.
overrides(source) := [key |
	is_object(source.source.kustomize)
	some key, value in source.source.kustomize
	key != "version"
	not value in {"", false, null, [], {}}
]

# Each {path, value} of an application's sync options.
options(application) := [option |
	is_array(application.spec.syncPolicy.syncOptions)
	some index, value in application.spec.syncPolicy.syncOptions
	option := {"path": $"{application.path}.syncPolicy.syncOptions[{index}]", "value": value}
]

# Each {path, value} of an application's ignored differences.
ignored(application) := [entry |
	is_array(application.spec.ignoreDifferences)
	some index, value in application.spec.ignoreDifferences
	is_object(value)
	entry := {"path": $"{application.path}.ignoreDifferences[{index}]", "value": value}
]

# The automated sync policy of an application, unless it is switched off.
automated(application) := policy if {
	policy := application.spec.syncPolicy.automated
	is_object(policy)
	object.get(policy, "enabled", true) != false
}

# Whether a policy of a project role (`p, role, resource, action, object, effect`) allows every action.
every_action(policy) if {
	is_string(policy)
	parts := [trim_space(part) | some part in split(policy, ",")]
	parts[0] == "p"
	parts[3] == "*"
	parts[5] == "allow"
}

_roots := {
	"Application": {"": lib.object},
	"ApplicationSet": {"spec.template": object.get(lib.object, ["spec", "template"], null)},
}

_mapping(value) := value if is_object(value)

_mapping(value) := {} if not is_object(value)

_denies(value) if {
	is_string(value)
	startswith(value, "!")
}
