# METADATA
# title: Image that is no longer maintained
# description: |
#   The publisher has stopped to publish or to repair this image: it gets no security fixes, and some of these can no
#   longer be pulled.
# scope: package
# related_resources:
#   - ref: https://github.com/bitnami/containers/issues/83267
#   - ref: https://kubernetes.io/blog/2023/03/10/image-registry-redirect/
#   - ref: https://kubernetes.io/blog/2025/11/11/ingress-nginx-retirement/
#   - ref: https://www.jaegertracing.io/docs/latest/migration/
# custom:
#   severity: warning
#   remediation: Move to the successor that the message names.
#   reads:
#     context: []
#     pods: [containers.image]
package image.retired

import data.lib.image

# What to use in the place of a repository, or of everything below it.
successors := {
	"docker.io/bitnami": "the image of the project itself, or a hardened one that is paid for",
	"docker.io/bitnamilegacy": "the image of the project itself, or a hardened one that is paid for",
	"docker.io/jaegertracing/all-in-one": "docker.io/jaegertracing/jaeger (version 2)",
	"docker.io/jaegertracing/jaeger-agent": "an OpenTelemetry collector",
	"docker.io/jaegertracing/jaeger-collector": "docker.io/jaegertracing/jaeger (version 2)",
	"docker.io/jaegertracing/jaeger-ingester": "docker.io/jaegertracing/jaeger (version 2)",
	"docker.io/jaegertracing/jaeger-operator": "the OpenTelemetry operator",
	"docker.io/jaegertracing/jaeger-query": "docker.io/jaegertracing/jaeger (version 2)",
	"docker.io/library/centos": "a distribution that is still built",
	"docker.io/library/openjdk": "docker.io/library/eclipse-temurin",
	"docker.io/minio": "an object store that is maintained, such as SeaweedFS or Garage",
	"gcr.io/google-containers": "registry.k8s.io",
	"gcr.io/google_containers": "registry.k8s.io",
	"gcr.io/kubebuilder/kube-rbac-proxy": "quay.io/brancz/kube-rbac-proxy",
	"k8s.gcr.io": "registry.k8s.io",
	"quay.io/coreos/flannel": "docker.io/flannel/flannel",
	"quay.io/coreos/kube-rbac-proxy": "quay.io/brancz/kube-rbac-proxy",
	"quay.io/coreos/kube-state-metrics": "registry.k8s.io/kube-state-metrics/kube-state-metrics",
	"quay.io/coreos/prometheus-config-reloader": "quay.io/prometheus-operator/prometheus-config-reloader",
	"quay.io/coreos/prometheus-operator": "quay.io/prometheus-operator/prometheus-operator",
	"quay.io/minio": "an object store that is maintained, such as SeaweedFS or Garage",
	"registry.k8s.io/ingress-nginx": "a controller that is maintained, or the Gateway API",
}

deny contains {"field": reference.path, "message": message} if {
	some reference in image.references
	some retired, successor in successors
	image.within(reference.repository, retired)
	message := $"{reference.owner} runs {reference.image}, and {retired} is retired: use {successor}"
}
