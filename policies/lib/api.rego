# What is known about the API version of an object. policies/lib/api_versions/data.json holds, for each apiVersion and
# kind of Kubernetes itself, the minor versions `since` which it is served, from which it is `deprecated`, from which it
# is `removed`, and what to `use` instead. Source: the API lifecycle in k8s.io/api, and the deprecation guide.
package lib.api

import data.lib
import data.lib.api_versions

known := api_versions[lib.object.apiVersion][lib.kind]

minor := lib.context.kubernetes_minor

# Whether the cluster has stopped to serve it.
removed if known.removed <= minor

# Whether the cluster still serves it, and has announced to stop.
deprecated if {
	known.deprecated <= minor
	not removed
}

# Whether the cluster does not serve it yet.
future if known.since > minor

# What the object is, and what to do about it.
shown := $"{lib.object.apiVersion} {lib.kind}"

advice := $"; use {known.use}" if known.use

advice := "" if not known.use

# Whether it is an alpha, or a beta of a kind that came after betas were no longer on by default (KEP-3136).
off_by_default if {
	is_string(lib.object.apiVersion)
	regex.match(`/v[0-9]+alpha[0-9]+$`, lib.object.apiVersion)
	_built_in
}

off_by_default if {
	is_string(lib.object.apiVersion)
	contains(lib.object.apiVersion, "beta")
	lib.group != "flowcontrol.apiserver.k8s.io"
	known.since >= 24
}

_built_in if {
	some version, _ in api_versions
	startswith(version, $"{lib.group}/")
}
