# METADATA
# title: Object without a fixed name
# description: |
#   With `generateName`, every sync would make another object, so it cannot be applied, compared or pruned. A hook,
#   which is created by each sync, may have it.
# scope: package
# related_resources:
#   - ref: https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
# custom:
#   severity: error
#   remediation: Write `metadata.name`; for a Job, end it with a hash of its content.
#   reads:
#     object:
#       - metadata.generateName""
#       - metadata.annotations["argocd.argoproj.io/hook"]""
#       - metadata.annotations["helm.sh/hook"]""
package gitops.generate_name

import data.lib
import data.lib.gitops

deny contains {"field": "metadata.generateName", "message": $"every sync would name the object anew, {prefix}…"} if {
	prefix := lib.object.metadata.generateName
	not prefix in {"", null}
	not gitops.hook
}
