# The only package that conftest runs and the only entry point of policy.wasm. It sends the input to the rules.
#
# Three forms of input are understood:
# - {"object": ..., "families": [...], "context": ..., "pods": [...]}: one object or fact, made by the checker;
# - {"policies.mlp/inputs": true}, a key that no Kubernetes object has: a list of those, which is in the data under the
#   same key, because conftest keeps numbers as they are written there, and turns those of an input into floats;
# - anything else is a manifest as it stands in a file, judged by every family under the strictest context.
package main

deny contains result if {
	input["policies.mlp/inputs"]
	some index, item in data["policies.mlp/inputs"]
	some violation in violations with input as item
	result := object.union(violation, {"msg": violation.message, "index": index})
}

deny contains result if {
	not input["policies.mlp/inputs"]
	some violation in violations
	result := object.union(violation, {"msg": $"{violation.rule}: {violation.field}: {violation.message}"})
}

# One line a family: a reference such as data[family] would make every rule depend on this file as well.

violations contains named("api", name, finding) if {
	"api" in asked
	some finding in data.api[name].deny
}

violations contains named("argocd", name, finding) if {
	"argocd" in asked
	some finding in data.argocd[name].deny
}

violations contains named("availability", name, finding) if {
	"availability" in asked
	some finding in data.availability[name].deny
}

violations contains named("capacity", name, finding) if {
	"capacity" in asked
	some finding in data.capacity[name].deny
}

violations contains named("gitops", name, finding) if {
	"gitops" in asked
	some finding in data.gitops[name].deny
}

violations contains named("gpu", name, finding) if {
	"gpu" in asked
	some finding in data.gpu[name].deny
}

violations contains named("image", name, finding) if {
	"image" in asked
	some finding in data.image[name].deny
}

violations contains named("ingress", name, finding) if {
	"ingress" in asked
	some finding in data.ingress[name].deny
}

violations contains named("network", name, finding) if {
	"network" in asked
	some finding in data.network[name].deny
}

violations contains named("placement", name, finding) if {
	"placement" in asked
	some finding in data.placement[name].deny
}

violations contains named("pss", name, finding) if {
	"pss" in asked
	some finding in data.pss[name].deny
}

violations contains named("rbac", name, finding) if {
	"rbac" in asked
	some finding in data.rbac[name].deny
}

violations contains named("schema", name, finding) if {
	"schema" in asked
	some finding in data.schema[name].deny
}

violations contains named("secret", name, finding) if {
	"secret" in asked
	some finding in data.secret[name].deny
}

violations contains named("waiver", name, finding) if {
	"waiver" in asked
	some finding in data.waiver[name].deny
}

asked := input.families if {
	is_array(input.families)
} else := {
	"api",
	"argocd",
	"availability",
	"capacity",
	"gitops",
	"gpu",
	"image",
	"ingress",
	"network",
	"placement",
	"pss",
	"rbac",
	"schema",
	"secret",
	"waiver",
}

named(family, name, finding) := {
	"rule": $"{family}/{replace(name, "_", "-")}",
	"field": finding.field,
	"message": finding.message,
}
