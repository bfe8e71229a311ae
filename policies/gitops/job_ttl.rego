# METADATA
# title: Job that deletes itself while Git still holds it
# description: |
#   A Job with a time to live disappears some time after its end; to Argo CD it is then missing, and self-healing runs
#   it again, training included. A hook is made by its sync alone, but one that goes within ten minutes may be gone
#   before Argo CD has read its result.
# scope: package
# related_resources:
#   - ref: https://github.com/argoproj/argo-cd/issues/8586
#   - ref: https://kubernetes.io/docs/concepts/workloads/controllers/ttlafterfinished/
# custom:
#   severity: warning
#   remediation: Remove `ttlSecondsAfterFinished`; name the Job after its content, or make it a hook.
#   reads:
#     kinds: [Job]
#     object:
#       - spec.ttlSecondsAfterFinished
#       - metadata.annotations["argocd.argoproj.io/hook"]
#       - metadata.annotations["helm.sh/hook"]
package gitops.job_ttl

import data.lib
import data.lib.gitops

deny contains {"field": "spec.ttlSecondsAfterFinished", "message": message} if {
	not gitops.hook
	ttl := seconds
	message := $"the Job deletes itself {ttl} seconds after its end, and runs again"
}

deny contains {"field": "spec.ttlSecondsAfterFinished", "message": message} if {
	gitops.hook
	seconds < 600
	message := $"the hook may be gone before its result is read, after {seconds} seconds"
}

seconds := lib.object.spec.ttlSecondsAfterFinished if {
	lib.group == "batch"
	lib.kind == "Job"
	is_number(lib.object.spec.ttlSecondsAfterFinished)
}
