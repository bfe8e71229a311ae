# METADATA
# title: Container without a readiness probe
# description: |
#   Without a readiness probe, a pod gets traffic as soon as its process has started, and a rollout goes on to the next
#   pod although the new one does not work.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/
# custom:
#   severity: warning
#   remediation: Add a `readinessProbe` that asks what the container serves.
#   reads:
#     kinds: [Deployment, Rollout, StatefulSet]
#     pods: ['containers.readinessProbe{}']
package availability.no_readiness_probe

import data.lib.availability

deny contains {"field": $"{entry.path}.readinessProbe", "message": message} if {
	some entry in availability.serving
	object.get(entry.container, "readinessProbe", null) == null
	message := $"container {entry.name} counts as ready as soon as it runs"
}
