# Fields are written as they are in a report: absolute, `spec.containers[0].image`, `metadata.annotations["a.b/c"]`.
package lib

# A key below a field, or at the root where the field is empty.
field("", key) := trim_left(_step(key), ".")

field(path, key) := $"{path}{_step(key)}" if path != ""

# The field that a list of keys and indices leads to.
path(steps) := trim_left(concat("", [_step(step) | some step in steps]), ".")

_step(step) := $"[{step}]" if {
	is_number(step)
} else := $".{step}" if {
	regex.match(`^[^.\[\]"]+$`, step)
} else := $"[\"{escaped}\"]" if {
	escaped := strings.replace_n({`\`: `\\`, `"`: `\"`}, step)
}
