# METADATA
# title: Application that changes what Git says
# description: |
#   Kustomize options in an Application are applied on the way: what is reviewed and checked is not what is deployed,
#   and Argo CD builds the whole repository one Application at a time.
# scope: package
# related_resources:
#   - ref: https://argo-cd.readthedocs.io/en/stable/operator-manual/high_availability/#enable-concurrent-processing
# custom:
#   severity: warning
#   remediation: Write images, patches and labels into the overlay.
#   reads:
#     kinds: [Application, ApplicationSet]
#     object:
#       - spec.source.kustomize
#       - spec.sources[].kustomize
#       - spec.template.spec.source.kustomize
#       - spec.template.spec.sources[].kustomize
package argocd.overrides

import data.lib.argocd

deny contains {"field": $"{source.path}.kustomize", "message": $"the Application overrides {concat(", ", overrides)}"} if {
	some source in argocd.sources
	overrides := argocd.overrides(source)
	count(overrides) > 0
}
