# METADATA
# title: Application without a revision
# description: |
#   Without a `targetRevision`, or at `HEAD`, an Application follows whatever the repository's default branch is, or
#   the newest chart.
# scope: package
# related_resources:
#   - ref: https://argo-cd.readthedocs.io/en/stable/user-guide/tracking_strategies/
# custom:
#   severity: warning
#   remediation: Name the branch, the tag or the version of the chart.
#   reads:
#     kinds: [Application, ApplicationSet]
#     object:
#       - spec.source.targetRevision
#       - spec.sources[].targetRevision
#       - spec.template.spec.source.targetRevision
#       - spec.template.spec.sources[].targetRevision
package argocd.floating_revision

import data.lib.argocd

deny contains {"field": $"{source.path}.targetRevision", "message": $"the source's revision is {revision}"} if {
	some source in argocd.sources
	revision := object.get(source.source, "targetRevision", null)
	revision in {"", "*", "HEAD", null}
}
