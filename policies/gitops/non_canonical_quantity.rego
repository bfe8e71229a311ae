# METADATA
# title: Quantity that the cluster writes in another form
# description: |
#   The API server reads `1000m`, `0.5` or `1024Mi` and writes `1`, `500m` or `1Gi`. Argo CD compares what Git says with what the
#   cluster says; for custom resources and claim templates of a StatefulSet it compares text, and the Application is out of sync
#   for ever. Kinds that Argo CD knows it rewrites before it compares, but other tools that read Git do not.
# scope: package
# related_resources:
#   - ref: https://argo-cd.readthedocs.io/en/stable/faq/
#   - ref: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
# custom:
#   severity: warning
#   remediation: Write the quantity in the form that the message names.
#   reads:
#     kinds: [RewrittenQuantities]
package gitops.non_canonical_quantity

import data.lib

deny contains {"field": quantity.field, "message": message} if {
	lib.object.kind == "RewrittenQuantities"
	some quantity in lib.object.quantities
	message := $"{quantity.written} comes back from the cluster as {quantity.canonical}"
}
