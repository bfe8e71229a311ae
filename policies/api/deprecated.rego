# METADATA
# title: API version that will be removed
# description: |
#   The cluster still serves it, and has announced when it will not: the upgrade to that version breaks the object.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/reference/using-api/deprecation-guide/
# custom:
#   severity: warning
#   remediation: Move the object to the API version that the message names.
#   reads:
#     object: []
#     context: [kubernetes_minor]
package api.deprecated

import data.lib.api

deny contains {"field": "apiVersion", "message": message} if {
	api.deprecated
	message := $"{api.shown} is deprecated since 1.{api.known.deprecated}{api.advice}"
}
