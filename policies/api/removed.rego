# METADATA
# title: API version that the cluster no longer serves
# description: |
#   The API server answers "no matches for kind", and the whole sync fails.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/reference/using-api/deprecation-guide/
# custom:
#   severity: error
#   remediation: Move the object to the API version that the message names.
#   reads:
#     object: []
#     context: [kubernetes_minor]
package api.removed

import data.lib.api

deny contains {"field": "apiVersion", "message": message} if {
	api.removed
	message := $"{api.shown} is gone since 1.{api.known.removed}{api.advice}"
}
