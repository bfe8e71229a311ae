package $family.${rule}_test

import data.$family.$rule

test_fails if count($rule.deny) == 1 with input as pod("/example")

test_passes if count($rule.deny) == 0 with input as pod("/srv")

pod(folder) := {
	"apiVersion": "v1",
	"kind": "Pod",
	"metadata": {"name": "a"},
	"spec": {"containers": [{"name": "a", "image": "a", "workingDir": folder}]},
}
