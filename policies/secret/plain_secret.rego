# METADATA
# title: Secret in Git
# description: |
#   A Secret is base64, not encryption: everybody who can read the repository, its clones or its history has what is in
#   it, for ever. Secrets come from the cloud's store through an ExternalSecret; on a laptop a person makes them once.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/secrets-good-practices/
#   - ref: https://external-secrets.io/latest/api/externalsecret/
# custom:
#   severity: error
#   remediation: Remove the Secret, change what was in it, and declare it under the service's `secrets`.
#   reads:
#     kinds: [Secret]
#     object: []
package secret.plain_secret

import data.lib

deny contains {"field": "kind", "message": $"the tree holds a {lib.kind}"} if {
	lib.kind == "Secret"
	lib.group == ""
}
