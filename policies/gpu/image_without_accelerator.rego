# METADATA
# title: Image for accelerators in a pod without one
# description: |
#   By its name, the image is built for CUDA, ROCm or a GPU, and no container of the pod asks for one, nor does the pod claim a
#   device: it falls back to the processor, or fails at the first call. Workloads that run on every node are left out, since those
#   that look after accelerators are such.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/tasks/manage-gpus/scheduling-gpus/
# custom:
#   severity: notice
#   remediation: Ask for an accelerator in `resources.limits`, or run an image for the processor.
#   reads:
#     pods: [containers.image, containers.resources, spec.resourceClaims]
#     context: []
package gpu.image_without_accelerator

import data.lib
import data.lib.gpu

deny contains {"field": field, "message": $"{entry.container.image} is built for accelerators, and the pod asks for none"} if {
	lib.kind != "DaemonSet"
	some entry in lib.containers
	is_string(entry.container.image)
	regex.match(`(^|[^a-z])(cuda|rocm)([^a-z]|$)|[-_.]gpu([^a-z]|$)`, lower(entry.container.image))
	object.get(entry.pod.spec, "resourceClaims", []) in {[], null}
	not asks(entry.pod)
	field := lib.field(entry.path, "image")
}

asks(pod) if {
	some entry in lib.containers
	entry.pod.path == pod.path
	some list in ["limits", "requests"]
	count(gpu.amounts(entry, list)) > 0
}
