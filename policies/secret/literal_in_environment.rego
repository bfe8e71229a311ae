# METADATA
# title: Credential in a container's environment
# description: |
#   The value is in Git, in every copy of the manifest, and for everybody who may see the pod. The rule knows the forms
#   of common tokens and the names of variables that hold credentials; references, paths and switches are not meant. It
#   does not repeat the value.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/secrets-good-practices/
# custom:
#   severity: error
#   remediation: Take the value from a Secret by `valueFrom.secretKeyRef`, and change it, since it has been published.
#   reads:
#     pods: ['containers.env[].name', 'containers.env[].value']
package secret.literal_in_environment

import data.lib.credentials

deny contains {"field": entry.path, "message": $"{entry.owner} holds {kind}"} if {
	some entry in credentials.environment
	kind := credentials.found(entry)
}
