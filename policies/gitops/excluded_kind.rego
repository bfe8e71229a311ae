# METADATA
# title: Kind that Argo CD leaves out
# description: |
#   Argo CD 3 by default neither applies nor shows these kinds, which controllers make by the thousand. In Git they
#   have no effect.
# scope: package
# related_resources:
#   - ref: https://argo-cd.readthedocs.io/en/stable/operator-manual/upgrading/2.14-3.0/
# custom:
#   severity: warning
#   remediation: Leave the object to its controller.
#   reads:
#     object: []
package gitops.excluded_kind

import data.lib
import data.lib.excluded_kinds

deny contains {"field": "kind", "message": $"Argo CD does not apply {lib.kind}"} if {
	lib.kind in excluded_kinds[lib.group]
}
