# METADATA
# title: Project for Applications of every namespace
# description: |
#   Applications in the namespaces that match `sourceNamespaces` may name the project. A wildcard, or Argo CD's own
#   namespace, lets other teams' Applications in.
# scope: package
# related_resources:
#   - ref: https://argo-cd.readthedocs.io/en/stable/operator-manual/app-any-namespace/
# custom:
#   severity: error
#   remediation: List the team's own namespaces.
#   reads:
#     kinds: [AppProject]
#     object: [spec, metadata.namespace]
package argocd.source_namespaces

import data.lib
import data.lib.argocd

deny contains {"field": item.path, "message": $"Applications in {item.value} may name the project"} if {
	some item in argocd.allowed("sourceNamespaces")
	open(item.value)
}

open(namespace) if argocd.wildcard(namespace)

open(namespace) if namespace == lib.object.metadata.namespace
