# What may be a name, a label or an annotation. Source: apimachinery, pkg/util/validation and pkg/api/validation.
# Characters are counted off instead of matched, since these rules look at every object and a pattern costs more.
package lib.names

import data.lib

# Whether a text is a DNS label, as of RFC 1123.
label(text) if {
	_edges(text, _lower)
	trim(text, $"{_lower}-") == ""
	count(text) <= 63
}

# Whether a text is one or more labels, of any length, joined by dots.
subdomain(text) if {
	count(text) <= 253
	trim(text, $"{_lower}-.") == ""
	every part in split(text, ".") {
		_edges(part, _lower)
	}
}

# Whether a text begins with a digit.
digit_first(text) if trim_left(text, "0123456789") != text

# Whether a text can name a port: 15 characters with a letter among them, no two hyphens in a row.
port(text) if {
	_edges(text, _lower)
	trim(text, $"{_lower}-") == ""
	count(text) <= 15
	trim(text, "0123456789-") != ""
	not contains(text, "--")
}

# Whether a text can be a label's key, or in lower case an annotation's: a name, and before a slash a subdomain.
key(text) if _name(text)

key(text) if {
	[prefix, name] = split(text, "/")
	subdomain(prefix)
	_name(name)
}

# Whether a text can be a label's value.
value("")

value(text) if _name(text)

# The name of the object, if it has one.
own := lib.object.metadata.name if {
	is_string(lib.object.metadata.name)
	lib.object.metadata.name != ""
}

# Each {path, value} of the names of containers.
containers := [name |
	some entry in lib.containers
	is_string(entry.container.name)
	name := {"path": entry.path, "value": entry.container.name}
]

# The same of their ports.
ports := [name |
	some entry in lib.containers
	is_array(entry.container.ports)
	some index, port in entry.container.ports
	is_string(port.name)
	name := {"path": $"{entry.path}.ports[{index}]", "value": port.name}
]

# Each {path, key, value} of the labels, or annotations, of the object and of its pods; the path is that of all of them.
pairs(kind) := array.concat(
	_pairs($"metadata.{kind}", object.get(lib.object, ["metadata", kind], null)),
	[pair |
		some pod in lib.pods
		pod.metadata_path != "metadata"
		some pair in _pairs($"{pod.metadata_path}.{kind}", object.get(pod.metadata, kind, null))
	],
)

# What is wrong with a text as the name of the object.
wrong(text) := "is longer than 52 characters, and Jobs get 11 more" if {
	lib.group == "batch"
	lib.kind == "CronJob"
	count(text) > 52
} else := "is not a DNS label: at most 63 lower-case letters, digits and hyphens" if {
	lib.group == ""
	lib.kind in {"Namespace", "Service"}
	not label(text)
} else := "cannot be a part of a path" if {
	_free
	not _path_segment(text)
} else := "is not a DNS subdomain: lower-case letters, digits, hyphens and dots" if {
	not _free
	not subdomain(text)
}

# Whether objects of this kind are always stored under a name.
named if {
	lib.group in {
		"",
		"apps",
		"argoproj.io",
		"autoscaling",
		"batch",
		"networking.k8s.io",
		"policy",
		"rbac.authorization.k8s.io",
		"storage.k8s.io",
	}
	not lib.kind in {"Binding", "Config", "Status"}
	not endswith(lib.kind, "List")
	not endswith(lib.kind, "Options")
}

# Kinds whose names may hold more than a host's: roles, bindings, certificates, addresses.
_free if lib.group in {"certificates.k8s.io", "rbac.authorization.k8s.io"}

_free if lib.kind == "IPAddress"

_path_segment(text) if {
	not text in {"", ".", ".."}
	not contains(text, "/")
	not contains(text, "%")
}

_pairs(path, mapping) := [pair |
	is_object(mapping)
	some key, value in mapping
	is_string(value)
	pair := {"path": path, "key": key, "value": value}
]

_name(text) if {
	_edges(text, _alphanumeric)
	trim(text, $"{_alphanumeric}-_.") == ""
	count(text) <= 63
}

# Whether a text begins and ends with one of the characters.
_edges(text, characters) if {
	trim_left(text, characters) != text
	trim_right(text, characters) != text
}

_lower := "abcdefghijklmnopqrstuvwxyz0123456789"

_alphanumeric := $"{_lower}ABCDEFGHIJKLMNOPQRSTUVWXYZ"

# Whether the object is a Service.
service if {
	lib.group == ""
	lib.kind == "Service"
}
