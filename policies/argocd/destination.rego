# METADATA
# title: Application without one destination
# description: |
#   A destination is the `server` or the `name` of a cluster; Argo CD refuses an Application with neither or both.
# scope: package
# related_resources:
#   - ref: https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#applications
# custom:
#   severity: error
#   remediation: Name the cluster once.
#   reads:
#     kinds: [Application, ApplicationSet]
#     object: [spec.destination.*"", spec.template.spec.destination.*""]
package argocd.destination

import data.lib.argocd

deny contains {"field": $"{application.path}.destination", "message": message} if {
	some application in argocd.applications
	given := [key | some key in ["name", "server"]; not application.spec.destination[key] in {"", null}]
	count(given) != 1
	message := $"the destination is given by {count(given)} of name and server"
}
