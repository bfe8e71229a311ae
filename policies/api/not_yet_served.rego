# METADATA
# title: API version that is newer than the cluster
# description: |
#   The API server answers "no matches for kind", and the whole sync fails.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/reference/using-api/#api-versioning
# custom:
#   severity: error
#   remediation: Use an API version that the cluster knows, or upgrade the cluster first.
#   reads:
#     object: []
#     context: [kubernetes_minor]
package api.not_yet_served

import data.lib.api

deny contains {"field": "apiVersion", "message": message} if {
	api.future
	message := $"{api.shown} comes with 1.{api.known.since}, and the cluster is 1.{api.minor}"
}
