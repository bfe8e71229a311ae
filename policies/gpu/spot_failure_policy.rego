# METADATA
# title: Training that a lost spot node fails
# description: |
#   A pod whose node is taken away counts as failed, and uses up the Job's `backoffLimit`: a long training on spot
#   nodes ends as failed although nothing is wrong with it.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/tasks/job/pod-failure-policy/
# custom:
#   severity: warning
#   remediation: 'Add a rule to `podFailurePolicy` with `action: Ignore` for the condition `DisruptionTarget`.'
#   reads:
#     kinds: [Job, CronJob]
#     object: [spec.podFailurePolicy, spec.jobTemplate.spec.podFailurePolicy]
#     pods:
#       - containers.resources.limits["amd.com/*"]
#       - containers.resources.limits["aws.amazon.com/*"]
#       - containers.resources.limits["google.com/*"]
#       - containers.resources.limits["gpu.intel.com/*"]
#       - containers.resources.limits["habana.ai/*"]
#       - containers.resources.limits["nvidia.com/*"]
#       - spec.affinity
#       - spec.nodeSelector
#       - spec.tolerations
package gpu.spot_failure_policy

import data.lib
import data.lib.gpu

deny contains {"field": $"{gpu.training.path}.podFailurePolicy", "message": message} if {
	gpu.on_spot(gpu.training.pod)
	not gpu.ignores_disruption(gpu.training.spec)
	message := $"a spot node that is taken away fails the {lib.kind}"
}
