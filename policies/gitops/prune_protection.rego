# METADATA
# title: Data that disappears with its file
# description: |
#   Argo CD deletes what Git no longer has. For a Namespace, a volume or a CustomResourceDefinition that takes data or
#   every object in it along, so a person should have to confirm it.
# scope: package
# related_resources:
#   - ref: https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#resource-pruning-with-confirmation
# custom:
#   severity: notice
#   remediation: 'Annotate with `argocd.argoproj.io/sync-options: Prune=confirm,Delete=confirm`.'
#   reads:
#     kinds: [CustomResourceDefinition, Namespace, PersistentVolume, PersistentVolumeClaim, StatefulSet]
#     object: ['metadata.annotations["argocd.argoproj.io/sync-options"]', 'spec.volumeClaimTemplates[]{}']
package gitops.prune_protection

import data.lib
import data.lib.gitops

deny contains {"field": gitops.options_field, "message": $"the {lib.kind} is deleted as soon as Git no longer has it"} if {
	gitops.holds_data
	not stateless
	count(gitops.options & {"Prune=confirm", "Prune=false"}) == 0
}

stateless if {
	lib.kind == "StatefulSet"
	object.get(lib.object, ["spec", "volumeClaimTemplates"], []) in {[], null}
}
