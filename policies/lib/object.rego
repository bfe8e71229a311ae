# What rules read: the object under judgement and what is known about the place that it goes to.
package lib

# The object or fact itself. A manifest that passes itself off as a fact is nothing that rules may believe.
default object := {}

object := input.object if {
	wrapped
	is_object(input.object)
}

object := input if {
	not wrapped
	is_object(input)
	not _poses_as_fact
}

# Whether the input was made by the checker or a test (main.rego says how it looks), rather than read from a manifest.
wrapped if {
	input.object
	not input.apiVersion
}

# pod_security {level, version (the minor number)}, environment, protected, provider, kubernetes_version,
# kubernetes_minor, registries (none: every registry is allowed) and domain (empty: every host is). Where nothing is
# known, an object is judged as strictly as possible.
context := input.context if {
	wrapped
	is_object(input.context)
} else := {
	"pod_security": {"level": "restricted", "version": latest},
	"environment": null,
	"protected": false,
	"provider": "",
	"kubernetes_version": $"1.{latest}",
	"kubernetes_minor": latest,
	"registries": [],
	"domain": "",
}

# The newest minor version of Kubernetes that the rules know.
latest := 37

# API group (empty for the core group) and kind of the object.
group := substring(object.apiVersion, 0, max([indexof(object.apiVersion, "/"), 0])) if {
	is_string(object.apiVersion)
} else := ""

kind := object.kind if is_string(object.kind)

_poses_as_fact if {
	is_string(input.apiVersion)
	startswith(input.apiVersion, "facts.mlp/")
}
