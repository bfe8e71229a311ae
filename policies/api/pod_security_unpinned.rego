# METADATA
# title: Pod Security level without a version
# description: |
#   Without `enforce-version`, or with `latest`, an upgrade of the cluster brings the checks of its own version along: pods
#   that ran may be refused when they start anew.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-admission/#pod-security-admission-labels-for-namespaces
# custom:
#   severity: notice
#   remediation: Name the version that the cluster has, and raise it after the upgrade.
#   reads:
#     kinds: [Namespace]
#     object: [metadata.labels]
package api.pod_security_unpinned

import data.lib
import data.lib.namespaces

deny contains {"field": field, "message": message} if {
	some label in namespaces.levels
	label.mode == "enforce"
	label.value in {"baseline", "restricted"}
	object.get(lib.object.metadata.labels, _key, "latest") == "latest"
	field := lib.path(["metadata", "labels", _key])
	message := $"{label.value} is enforced as each version of the cluster understands it"
}

_key := "pod-security.kubernetes.io/enforce-version"
