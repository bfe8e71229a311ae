# METADATA
# title: Job that cannot be updated
# description: |
#   The pods of a Job that exists cannot change, and this one keeps its name whatever they run: the next image, command or
#   variable fails every sync until somebody deletes the Job. A name that ends with a number or hash says that it changes
#   with them. Hooks, and objects that Argo CD replaces by force, are made anew.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/workloads/controllers/job/
#   - ref: https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/
# custom:
#   severity: notice
#   remediation: Name the Job after its content or its run, or make it a hook.
#   reads:
#     kinds: [Job]
#     object:
#       - metadata.name
#       - metadata.generateName
#       - metadata.ownerReferences
#       - metadata.annotations["argocd.argoproj.io/hook"]
#       - metadata.annotations["argocd.argoproj.io/sync-options"]
#       - metadata.annotations["helm.sh/hook"]
package gitops.fixed_job

import data.lib
import data.lib.gitops

deny contains {"field": "metadata.name", "message": message} if {
	lib.group == "batch"
	lib.kind == "Job"
	name := lib.object.metadata.name
	is_string(name)
	not regex.match(`-[^-]*[0-9][^-]*$`, name)
	object.get(lib.object.metadata, "ownerReferences", []) in {[], null}
	not gitops.hook
	not replaced
	message := $"the Job is {name} whatever it runs, and its pods cannot change"
}

# Whether Argo CD deletes the object and makes it anew with each change.
replaced if {
	"Force=true" in gitops.options
	"Replace=true" in gitops.options
}
