# METADATA
# title: Project role that may do everything
# description: |
#   A policy with a wildcard for the action also grants to delete, to override and to run actions on the project's
#   Applications, past Git.
# scope: package
# related_resources:
#   - ref: https://argo-cd.readthedocs.io/en/stable/operator-manual/rbac/
# custom:
#   severity: warning
#   remediation: Write a policy for each action that is needed, such as `get`, `sync` and `logs, get`.
#   reads:
#     kinds: [AppProject]
#     object: [spec]
package argocd.project_role

import data.lib.argocd

deny contains {"field": $"{item.path}.policies[{index}]", "message": $"the role is granted every action by {policy}"} if {
	some item in argocd.allowed("roles")
	some index, policy in item.value.policies
	argocd.every_action(policy)
}
