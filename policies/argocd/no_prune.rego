# METADATA
# title: Automated sync that leaves what Git no longer has
# description: |
#   Without `prune`, an object that is deleted in Git goes on to run, and the Application stays OutOfSync until
#   somebody deletes it by hand.
# scope: package
# related_resources:
#   - ref: https://argo-cd.readthedocs.io/en/stable/user-guide/auto_sync/#automatic-pruning
# custom:
#   severity: warning
#   remediation: 'Set `automated.prune: true`; protect what holds data by the sync option `Prune=confirm`.'
#   reads:
#     kinds: [Application, ApplicationSet]
#     object: [spec.syncPolicy.automated, spec.template.spec.syncPolicy.automated]
package argocd.no_prune

import data.lib.argocd

deny contains {"field": $"{application.path}.syncPolicy.automated.prune", "message": message} if {
	some application in argocd.applications
	prune := object.get(argocd.automated(application), "prune", null)
	prune != true
	message := $"automated.prune is {prune}: what Git no longer has goes on to run"
}
