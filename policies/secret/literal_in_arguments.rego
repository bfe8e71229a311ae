# METADATA
# title: Credential on a command line
# description: |
#   The value is in Git, and everybody who can list the processes of the pod or of its node sees it. The rule knows the
#   forms of common tokens and options that are named like credentials. It does not repeat the value.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/secrets-good-practices/
# custom:
#   severity: error
#   remediation: Put the value into a Secret, and name a variable or a file that comes from it.
#   reads:
#     pods: [containers.command, containers.args]
package secret.literal_in_arguments

import data.lib.credentials

deny contains {"field": entry.path, "message": $"{entry.owner} holds {kind}"} if {
	some entry in credentials.arguments
	kind := credentials.found(entry)
}
