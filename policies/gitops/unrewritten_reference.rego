# METADATA
# title: Reference that kustomize does not rewrite
# description: |
#   A generator of kustomize gives a ConfigMap or Secret a name that ends with a hash, and rewrites the references to it in the kinds
#   that it knows. In a custom kind the old name stays, and nothing has it: pods wait for it without end.
# scope: package
# related_resources:
#   - ref: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/configurations/
# custom:
#   severity: error
#   remediation: Set `disableNameSuffixHash` for the generator, or teach kustomize the field with a `nameReference` in `configurations`.
#   reads:
#     kinds: [UnrewrittenReferences]
#     context: []
package gitops.unrewritten_reference

import data.lib

deny contains {"field": reference.field, "message": message} if {
	lib.object.kind == "UnrewrittenReferences"
	some reference in lib.object.references
	message := $"there is no {reference.name}: it was built as {reference.built}"
}
