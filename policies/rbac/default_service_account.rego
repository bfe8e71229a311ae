# METADATA
# title: Pod under the namespace's default service account
# description: |
#   Whatever is granted to the default service account is granted to every pod that names none. With an account of its
#   own, a workload has its own permissions, cloud role and audit trail.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/service-accounts/#default-service-accounts
# custom:
#   severity: warning
#   remediation: Make a ServiceAccount for the workload, and name it under `serviceAccountName`.
#   reads:
#     pods: [spec.serviceAccountName, spec.serviceAccount]
package rbac.default_service_account

import data.lib
import data.lib.rbac

deny contains {"field": lib.field(pod.path, "serviceAccountName"), "message": message} if {
	some pod in rbac.pods
	accounts := {object.get(pod.spec, key, null) | some key in ["serviceAccountName", "serviceAccount"]}
	count(accounts - {"", "default", null}) == 0
	message := $"the pod names no service account but the default of its namespace"
}
