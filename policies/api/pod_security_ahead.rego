# METADATA
# title: Pod Security version that the cluster does not know
# description: |
#   A version newer than the cluster means the newest that it knows. The checks that the label promises are made only after an
#   upgrade, and then without anybody asking for them.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-admission/#pod-security-admission-labels-for-namespaces
# custom:
#   severity: warning
#   remediation: Name a version that the cluster has.
#   reads:
#     kinds: [Namespace]
#     object: [metadata.labels]
#     context: [kubernetes_minor]
package api.pod_security_ahead

import data.lib
import data.lib.namespaces

deny contains {"field": label.field, "message": message} if {
	some label in namespaces.versions
	namespaces.minor(label.value) > lib.context.kubernetes_minor
	message := $"{label.value} is ahead of the cluster, which has 1.{lib.context.kubernetes_minor}"
}
