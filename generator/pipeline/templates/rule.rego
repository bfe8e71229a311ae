# METADATA
# title: $title
# description: |
#   Say what is wrong with it and what comes of it, and when it is not wrong. Until you do, this rule is an example: no
#   container may work in the folder /example.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/workloads/pods/
# custom:
#   severity: warning
#   remediation: Say what to do instead.
#   reads:
#     pods: [containers.workingDir]
package $family.$rule

import data.lib

deny contains {"field": field, "message": message} if {
	some entry in lib.containers
	entry.container.workingDir == "/example"
	field := lib.field(entry.path, "workingDir")
	message := $$"container {entry.name} works in {entry.container.workingDir}"
}
