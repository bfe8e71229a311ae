# METADATA
# title: Pod Security label that means something else
# description: |
#   Admission knows three levels, and versions such as `v1.34` or `latest`. A mistyped level of `enforce` means restricted,
#   one of `audit` or `warn` nothing at all, and a mistyped version the latest; a cluster with the admission plugin
#   refuses such a namespace.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-admission/#pod-security-admission-labels-for-namespaces
# custom:
#   severity: error
#   remediation: Write privileged, baseline or restricted, and a version as in `v1.34`.
#   reads:
#     kinds: [Namespace]
#     object: [metadata.labels]
package schema.pod_security_label

import data.lib.namespaces

deny contains {"field": label.field, "message": $"{label.value} is no level: privileged, baseline or restricted is"} if {
	some label in namespaces.levels
	not label.value in {"privileged", "baseline", "restricted"}
}

deny contains {"field": label.field, "message": $"{label.value} is no version such as v1.34 or latest"} if {
	some label in namespaces.versions
	label.value != "latest"
	not namespaces.minor(label.value)
}
