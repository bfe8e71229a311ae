# METADATA
# title: Probe or lifecycle hook with a host
# description: |
#   The kubelet sends probes and hooks from the node: with a `host`, a pod makes it call any address that the node
#   reaches, loopback included. Pod Security check `hostProbesAndHostLifecycle`, baseline, from 1.34.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: error
#   remediation: Remove `host`; without it, the kubelet calls the pod itself.
#   reads:
#     context: [pod_security]
#     pods:
#       - containers.livenessProbe.httpGet.host
#       - containers.livenessProbe.tcpSocket.host
#       - containers.readinessProbe.httpGet.host
#       - containers.readinessProbe.tcpSocket.host
#       - containers.startupProbe.httpGet.host
#       - containers.startupProbe.tcpSocket.host
#       - containers.lifecycle.postStart.httpGet.host
#       - containers.lifecycle.postStart.tcpSocket.host
#       - containers.lifecycle.preStop.httpGet.host
#       - containers.lifecycle.preStop.tcpSocket.host
package pss.host_probes_and_lifecycle

import data.lib
import data.lib.pss

handlers := [
	["livenessProbe"],
	["readinessProbe"],
	["startupProbe"],
	["lifecycle", "postStart"],
	["lifecycle", "preStop"],
]

deny contains {"field": field, "message": message} if {
	pss.baseline(34)
	some entry in lib.containers
	some handler in handlers
	some action in ["httpGet", "tcpSocket"]
	steps := array.concat(handler, [action, "host"])
	host := object.get(entry.container, steps, "")
	not host in {"", null}
	field := $"{entry.path}.{concat(".", steps)}"
	message := $"{pss.owner(entry)} has its kubelet call the host {host}"
}
