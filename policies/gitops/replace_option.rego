# METADATA
# title: Replacement instead of an update
# description: |
#   `Replace=true` writes objects anew instead of merging. On what holds data it can delete the data, and it does not
#   help a Job, whose template cannot change, without `Force=true`.
# scope: package
# related_resources:
#   - ref: https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#replace-resource-instead-of-applying-changes
# custom:
#   severity: warning
#   remediation: Remove `Replace=true`; name a Job after its content.
#   reads:
#     kinds: [CustomResourceDefinition, Job, Namespace, PersistentVolume, PersistentVolumeClaim, StatefulSet]
#     object: ['metadata.annotations["argocd.argoproj.io/sync-options"]']
package gitops.replace_option

import data.lib
import data.lib.gitops

deny contains {"field": gitops.options_field, "message": $"each change writes the {lib.kind} anew"} if {
	"Replace=true" in gitops.options
	gitops.holds_data
}

deny contains {"field": gitops.options_field, "message": $"a change of the {lib.kind} fails without Force=true"} if {
	lib.kind == "Job"
	"Replace=true" in gitops.options
	not "Force=true" in gitops.options
}
