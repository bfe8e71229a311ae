# Hosts, classes and annotations of what lets traffic in.
package lib.ingress

import data.lib
import data.lib.ingress_annotations

# Whether the object is an Ingress, of whatever version.
ingress if {
	lib.group in {"extensions", "networking.k8s.io"}
	lib.kind == "Ingress"
}

# Whether the object is a Service.
service if {
	lib.group == ""
	lib.kind == "Service"
}

# Each {path, host} that the object claims; the host is empty where a rule holds for all of them.
hosts := array.concat(
	[claim |
		ingress
		is_array(lib.object.spec.rules)
		some index, rule in lib.object.spec.rules
		is_object(rule)
		claim := {"path": $"spec.rules[{index}].host", "host": _text(object.get(rule, "host", ""))}
	],
	[claim |
		lib.group == "gateway.networking.k8s.io"
		lib.kind in {"GRPCRoute", "HTTPRoute", "TLSRoute"}
		is_array(lib.object.spec.hostnames)
		some index, host in lib.object.spec.hostnames
		claim := {"path": $"spec.hostnames[{index}]", "host": _text(host)}
	],
)

# The list of what an Ingress encrypts; empty where there is none.
tls := list if {
	list := lib.object.spec.tls
	is_array(list)
} else := []

# Whether an entry of that list covers a host; one that names no hosts covers all.
covered(_) if {
	some entry in tls
	is_object(entry)
	object.get(entry, "hosts", []) in {[], null}
}

covered(host) if {
	some entry in tls
	some pattern in entry.hosts
	_matches(pattern, host)
}

# AWS's controller finds certificates by itself, if it listens for HTTPS or is given one.
encrypts_by_annotation if _annotation("alb.ingress.kubernetes.io/certificate-arn") != ""

encrypts_by_annotation if contains(_annotation("alb.ingress.kubernetes.io/listen-ports"), "HTTPS")

# The pattern of a host that stands for many.
pattern("") := "*"

pattern(host) := host if startswith(host, "*")

# Whether a host belongs to a domain.
within(host, domain) if endswith($".{trim_prefix(host, "*.")}", $".{domain}")

# The {field, name} of the class, by the field or by the annotation of before.
class := {"field": "spec.ingressClassName", "name": lib.object.spec.ingressClassName} if {
	ingress
	is_string(lib.object.spec.ingressClassName)
} else := {"field": annotation_field("kubernetes.io/ingress.class"), "name": _annotation("kubernetes.io/ingress.class")} if {
	ingress
	_annotation("kubernetes.io/ingress.class") != ""
}

# Each {field, key, prefix, name} of an Ingress's annotations that are meant for a controller.
annotations := [annotation |
	ingress
	is_object(lib.object.metadata.annotations)
	some key, _ in lib.object.metadata.annotations
	prefix := split(key, "/")[0]
	_controllers[prefix]
	annotation := {
		"field": annotation_field(key),
		"key": key,
		"prefix": prefix,
		"name": trim_prefix(key, $"{prefix}/"),
	}
]

# Whether annotations with a prefix do nothing under a class; classes of unknown controllers are not judged.
foreign(prefix) if {
	family := split(class.name, "-")[0]
	family in _families
	not family in _controllers[prefix]
}

# Whether no release of a controller knows an annotation; undefined for controllers whose annotations are not listed.
unknown(annotation) if {
	known := ingress_annotations[annotation.prefix]
	not annotation.name in known
	not $"{split(annotation.name, ".")[0]}.*" in known
}

annotation_field(key) := lib.path(["metadata", "annotations", key])

# What reads annotations with a prefix, as the first word of its class.
_controllers := {
	"alb.ingress.kubernetes.io": {"alb"},
	"appgw.ingress.kubernetes.io": {"azure"},
	"haproxy-ingress.github.io": {"haproxy"},
	"haproxy.org": {"haproxy"},
	"ingress.gcp.kubernetes.io": {"gce"},
	"konghq.com": {"kong"},
	"nginx.ingress.kubernetes.io": {"nginx"},
	"nginx.org": {"nginx"},
	"projectcontour.io": {"contour"},
	"traefik.ingress.kubernetes.io": {"traefik"},
}

_families := union({names | some _, names in _controllers}) | {"cilium", "cloud", "istio"}

_matches(pattern, host) if pattern == host

_matches(pattern, host) if {
	is_string(pattern)
	startswith(pattern, "*.")
	contains(host, ".")
	trim_prefix(pattern, "*") == substring(host, indexof(host, "."), -1)
}

_annotation(key) := _text(object.get(lib.object, ["metadata", "annotations", key], ""))

_text(value) := value if is_string(value)

_text(value) := "" if not is_string(value)
