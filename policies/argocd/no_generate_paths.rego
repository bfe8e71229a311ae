# METADATA
# title: Application that is built anew by every commit
# description: |
#   Argo CD's cache is keyed by the commit. Without the annotation, each commit of the repository builds the manifests
#   of every Application in it.
# scope: package
# related_resources:
#   - ref: https://argo-cd.readthedocs.io/en/stable/operator-manual/high_availability/#manifest-paths-annotation
# custom:
#   severity: warning
#   remediation: 'Annotate with `argocd.argoproj.io/manifest-generate-paths`: the path and every base, as in `.;../../base`.'
#   reads:
#     kinds: [Application, ApplicationSet]
#     object:
#       - metadata.annotations["argocd.argoproj.io/manifest-generate-paths"]
#       - spec.template.metadata.annotations["argocd.argoproj.io/manifest-generate-paths"]
#       - spec.source.chart
#       - spec.source.ref
#       - spec.sources[].chart
#       - spec.sources[].ref
#       - spec.template.spec.source.chart
#       - spec.template.spec.source.ref
#       - spec.template.spec.sources[].chart
#       - spec.template.spec.sources[].ref
package argocd.no_generate_paths

import data.lib
import data.lib.argocd

key := "argocd.argoproj.io/manifest-generate-paths"

deny contains {"field": field, "message": $"the Application does not say which paths it is built from"} if {
	some source in argocd.sources
	argocd.text(source, "chart") == ""
	argocd.text(source, "ref") == ""
	object.get(source.application.metadata, ["annotations", key], "") == ""
	field := lib.field(lib.field(source.application.metadata_path, "annotations"), key)
}
