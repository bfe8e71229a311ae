# METADATA
# title: Pod with a token of the API server
# description: |
#   Kubernetes mounts a token of the service account into every pod that does not refuse it. Most workloads never call
#   the API server, but whoever breaks into one can. Cloud roles bring a token of their own.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting
# custom:
#   severity: warning
#   remediation: 'Set `automountServiceAccountToken: false` on the pod; waive the rule for what calls the API server.'
#   reads:
#     pods: [spec.automountServiceAccountToken]
package rbac.token_mounted

import data.lib
import data.lib.rbac

deny contains {"field": lib.field(pod.path, "automountServiceAccountToken"), "message": message} if {
	some pod in rbac.pods
	value := object.get(pod.spec, "automountServiceAccountToken", null)
	value != false
	message := $"automountServiceAccountToken is {value}: the pod gets a token of the API server"
}
