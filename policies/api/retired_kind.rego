# METADATA
# title: Custom resource of a version that its operator has left
# description: |
#   The operator has moved on: it no longer serves this version, or no longer develops the kind. What is served depends
#   on its release in the cluster.
# scope: package
# related_resources:
#   - ref: https://github.com/external-secrets/external-secrets/releases/tag/v0.17.0
#   - ref: https://github.com/jaegertracing/jaeger/issues/6321
# custom:
#   severity: warning
#   remediation: Move the object to what the message names.
#   reads:
#     object: []
package api.retired_kind

import data.lib
import data.lib.api
import data.lib.retired_kinds

deny contains {"field": "apiVersion", "message": $"{api.shown} is retired: use {successor}"} if {
	successor := retired_kinds[lib.object.apiVersion][lib.kind]
}
