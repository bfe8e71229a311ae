# METADATA
# title: Credential in a ConfigMap
# description: |
#   A ConfigMap is readable for everybody who may view the namespace, and this one is in Git. The rule knows the forms
#   of common tokens, and looks at keys and at the lines of files. It does not repeat the value.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/secrets-good-practices/
# custom:
#   severity: error
#   remediation: Keep the value in a Secret, and let the file refer to a variable or to another file.
#   reads:
#     kinds: [ConfigMap]
#     object: [data]
package secret.literal_in_config_map

import data.lib.credentials

deny contains {"field": entry.path, "message": $"{entry.owner} holds {kind}"} if {
	some entry in credentials.configuration
	kind := credentials.found(entry)
}
