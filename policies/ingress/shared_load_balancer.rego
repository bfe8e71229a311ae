# METADATA
# title: Load balancer that is shared by name
# description: |
#   Whoever may write an Ingress can join a group by its name, and can then take over hosts and paths of the others in
#   it.
# scope: package
# related_resources:
#   - ref: https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/#ingressgroup
# custom:
#   severity: warning
#   remediation: Set the group in the IngressClassParams of a class that belongs to the team.
#   reads:
#     kinds: [Ingress]
#     object: [metadata.annotations]
package ingress.shared_load_balancer

import data.lib.ingress

deny contains {"field": annotation.field, "message": $"{annotation.key} shares a load balancer"} if {
	some annotation in ingress.annotations
	annotation.key == "alb.ingress.kubernetes.io/group.name"
}
