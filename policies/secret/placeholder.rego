# METADATA
# title: Placeholder in the place of a credential
# description: |
#   Something that is to be replaced later, or that is everybody's first guess, works as a password: it is deployed as
#   it stands.
# scope: package
# related_resources:
#   - ref: https://owasp.org/www-community/vulnerabilities/Use_of_hard-coded_password
# custom:
#   severity: error
#   remediation: Take the value from a Secret.
#   reads:
#     object: [data]
#     pods: ['containers.env[].name', 'containers.env[].value', containers.command, containers.args]
package secret.placeholder

import data.lib.credentials

deny contains {"field": entry.path, "message": $"{entry.owner} is {entry.value}"} if {
	some list in [credentials.environment, credentials.arguments, credentials.configuration]
	some entry in list
	credentials.placeholder(entry)
}
