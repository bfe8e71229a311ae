# METADATA
# title: Port of every node
# description: |
#   A NodePort opens a port on every node of the cluster, past the Ingress, its encryption and its logs.
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport
# custom:
#   severity: warning
#   remediation: Use a ClusterIP Service and an Ingress or a route.
#   reads:
#     kinds: [Service]
#     object: [spec.type]
package ingress.node_port

import data.lib
import data.lib.ingress

deny contains {"field": "spec.type", "message": $"{lib.object.spec.type} opens a port on every node"} if {
	ingress.service
	lib.object.spec.type == "NodePort"
}
