# METADATA
# title: Training whose results go with its pod
# description: |
#   An `emptyDir` is deleted with its pod, and a Job's pod with the Job: what was mounted for results, models or
#   checkpoints is lost, and so is the progress of a run that has to start again.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/storage/volumes/#emptydir
# custom:
#   severity: warning
#   remediation: Mount a PersistentVolumeClaim there, or write to an object store.
#   reads:
#     kinds: [Job, CronJob]
#     pods:
#       - containers.resources.limits["amd.com/*"]
#       - containers.resources.limits["aws.amazon.com/*"]
#       - containers.resources.limits["google.com/*"]
#       - containers.resources.limits["gpu.intel.com/*"]
#       - containers.resources.limits["habana.ai/*"]
#       - containers.resources.limits["nvidia.com/*"]
#       - containers.volumeMounts
#       - spec.volumes[].name
#       - spec.volumes[].emptyDir{}
package gpu.results_on_empty_dir

import data.lib.gpu

deny contains {"field": item.path, "message": $"what is written to {item.mount.mountPath} is lost with the pod"} if {
	gpu.training
	some item in gpu.lost_results
}
