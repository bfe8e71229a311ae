# METADATA
# title: Change of an immutable field
# description: |
#   The object keeps its name, and a field changes that the API server does not let change: every sync fails until
#   somebody deletes the object. Hooks, and objects that Argo CD replaces by force, are made anew. Only
#   `mlp check --base` knows about changes.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#label-selector-updates
#   - ref: https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#limitations
#   - ref: https://kubernetes.io/docs/concepts/storage/persistent-volumes/#expanding-persistent-volumes-claims
#   - ref: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#rolebinding-and-clusterrolebinding
# custom:
#   severity: error
#   remediation: Leave the field as it is, or give the object a new name; a training Job gets one by a new `run`.
#   reads:
#     kinds: [ObjectChange]
package gitops.immutable_field

import data.lib

deny contains {"field": field, "message": message} if {
	lib.object.kind == "ObjectChange"
	some field in lib.object.immutable
	message := $"{field} changes, and the API server refuses that for an object that exists"
}
