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
	judged("api")
	some finding in data.api[name].deny
}

violations contains named("argocd", name, finding) if {
	judged("argocd")
	some finding in data.argocd[name].deny
}

violations contains named("availability", name, finding) if {
	judged("availability")
	some finding in data.availability[name].deny
}

violations contains named("capacity", name, finding) if {
	judged("capacity")
	some finding in data.capacity[name].deny
}

violations contains named("gitops", name, finding) if {
	judged("gitops")
	some finding in data.gitops[name].deny
}

violations contains named("gpu", name, finding) if {
	judged("gpu")
	some finding in data.gpu[name].deny
}

violations contains named("image", name, finding) if {
	judged("image")
	some finding in data.image[name].deny
}

violations contains named("ingress", name, finding) if {
	judged("ingress")
	some finding in data.ingress[name].deny
}

violations contains named("network", name, finding) if {
	judged("network")
	some finding in data.network[name].deny
}

violations contains named("placement", name, finding) if {
	judged("placement")
	some finding in data.placement[name].deny
}

violations contains named("pss", name, finding) if {
	judged("pss")
	some finding in data.pss[name].deny
}

violations contains named("rbac", name, finding) if {
	judged("rbac")
	some finding in data.rbac[name].deny
}

violations contains named("schema", name, finding) if {
	judged("schema")
	some finding in data.schema[name].deny
}

violations contains named("secret", name, finding) if {
	judged("secret")
	some finding in data.secret[name].deny
}

violations contains named("waiver", name, finding) if {
	judged("waiver")
	some finding in data.waiver[name].deny
}

judged(family) if family in input.families

judged(_) if not input.families

named(family, name, finding) := {
	"rule": $"{family}/{replace(name, "_", "-")}",
	"field": finding.field,
	"message": finding.message,
}
