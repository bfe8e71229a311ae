# Texts that look like credentials. Names decide first, since a password has no form; a few tokens give themselves away.
package lib.credentials

import data.lib

# Each {path, owner, name, value, whole} of a text that may have a name: in the environment of a container, on its
# command line, or in a ConfigMap. What is not the whole text is a part of one that is an entry as well.
environment := [entry |
	some one in lib.containers
	is_array(one.container.env)
	some index, variable in one.container.env
	is_string(variable.name)
	is_string(variable.value)
	entry := {
		"path": $"{one.path}.env[{index}].value",
		"owner": $"the variable {variable.name} of container {one.name}",
		"name": variable.name,
		"value": variable.value,
		"whole": true,
	}
]

arguments := [entry |
	some one in lib.containers
	some key in ["command", "args"]
	is_array(one.container[key])
	some index, text in one.container[key]
	is_string(text)
	some [name, value, whole] in array.concat(_assigned(text), _next(text, one.container[key], index))
	entry := {
		"path": $"{one.path}.{key}[{index}]",
		"owner": _called(name, $"the {key} of container {one.name}"),
		"name": name,
		"value": value,
		"whole": whole,
	}
]

configuration := [entry |
	lib.group == ""
	lib.kind == "ConfigMap"
	is_object(lib.object.data)
	some key, text in lib.object.data
	is_string(text)
	some [name, value, whole] in array.concat([[key, text, true]], _lines(text))
	entry := {
		"path": lib.field("data", key),
		"owner": $"{name} in the ConfigMap",
		"name": name,
		"value": value,
		"whole": whole,
	}
]

# What kind of credential an entry is, other than a placeholder; undefined where it is none.
found(entry) := recognised(entry.value) if entry.whole

found(entry) := "a password or token" if {
	not recognised(entry.value)
	_named(entry.name)
	_literal(entry.value)
	not placeholder(entry)
}

# Whether an entry is named like a credential and holds something to be replaced, or to be guessed.
placeholder(entry) if {
	_named(entry.name)
	regex.match(_placeholder, trim(lower(entry.value), " \n\t\"'"))
}

# The kind of token that a text holds, whatever its name. A pattern is costly, so a mark that it needs comes first.
recognised(text) := kind if {
	kinds := [form.kind |
		some form in _forms
		some mark in form.marks
		contains(text, mark)
		regex.match(form.pattern, text)
	]
	kind := kinds[0]
}

_called(name, owner) := $"{name} in {owner}" if name != ""

_called("", owner) := owner

_forms := [
	{"kind": "a private key", "marks": ["-----BEGIN "], "pattern": `-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY( BLOCK)?-----`},
	{
		"kind": "an access key of AWS",
		"marks": ["AKIA", "ASIA", "ABIA", "ACCA"],
		"pattern": `\b(AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}\b`,
	},
	{
		"kind": "a token of GitHub",
		"marks": ["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"],
		"pattern": `\b(gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{22})`,
	},
	{"kind": "a token of GitLab", "marks": ["glpat-"], "pattern": `\bglpat-[A-Za-z0-9_-]{20}`},
	{"kind": "a token of Slack", "marks": ["xox"], "pattern": `\bxox[abeoprs]-[A-Za-z0-9-]{10}`},
	{"kind": "a key of Stripe", "marks": ["k_live_"], "pattern": `\b[rs]k_live_[A-Za-z0-9]{16}`},
	{"kind": "a key of Google", "marks": ["AIza"], "pattern": `\bAIza[A-Za-z0-9_-]{35}`},
	{"kind": "a token of Hugging Face", "marks": ["hf_"], "pattern": `\bhf_[A-Za-z]{34}\b`},
	{"kind": "a key of a language model", "marks": ["sk-"], "pattern": `\bsk-[A-Za-z0-9_-]*[A-Za-z0-9]{20}`},
	{"kind": "a token of npm", "marks": ["npm_"], "pattern": `\bnpm_[A-Za-z0-9]{36}\b`},
	{
		"kind": "a JSON Web Token",
		"marks": ["eyJ"],
		"pattern": `\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]+`,
	},
	{
		"kind": "a URL with a password",
		"marks": ["@"],
		"pattern": `\b[a-z][a-z0-9+.-]*://[^\s/:@]*:[^\s/:@$<{*]+@`,
	},
]

# Names end with what they hold: PASSWORD_FILE and TOKEN_URL hold no secret. Digits at the end count for nothing.
_named(name) if {
	spelled := trim_right(strings.replace_n({"-": "_", ".": "_"}, upper(name)), "0123456789_")
	_credential(spelled)
	not _other(spelled)
}

_credential("PASS")

_credential(name) if {
	some end in ["CREDENTIAL", "CREDENTIALS", "PASSPHRASE", "PASSWD", "PASSWORD", "SECRET", "TOKEN", "_PASS", "_PWD"]
	endswith(name, end)
}

_credential(name) if {
	contains(name, "KEY")
	some kind in ["ACCESS", "ACCOUNT", "API", "AUTH", "ENCRYPTION", "LICENSE", "MASTER", "PRIVATE", "SECRET", "SIGNING"]
	some end in ["KEY", "_KEY", "_KEY_BASE"]
	endswith(name, concat("", [kind, end]))
}

# The names of Secret objects, the tokens of language models, and the working directory of before.
_other("OLD_PWD")

_other(name) if {
	endswith(name, "SECRET")
	some kind in ["CA", "CERT", "CERTIFICATE", "EXISTING", "IMAGE", "K8S", "KUBE", "KUBERNETES", "PULL", "REGISTRY", "TLS"]
	_ends(name, kind, "SECRET")
}

_other(name) if {
	endswith(name, "TOKEN")
	some kind in ["BOS", "CLS", "CLUSTER", "EOS", "MASK", "MAX", "MIN", "NEXT", "NUM", "PAD", "PER", "SEP", "STOP", "UNK"]
	_ends(name, kind, "TOKEN")
}

_ends(name, kind, word) if {
	start := trim_right(trim_suffix(name, word), "_")
	endswith($"_{start}", $"_{kind}")
}

_literal(value) if not regex.match(_harmless, trim(value, " \n\t\"'"))

# Nothing, a switch or a small number, a reference that something fills in, a path, an address without a password.
_harmless := concat("", [
	`^$|^(?i:true|false|yes|no|on|off|null|none|nil|enabled|disabled|optional|required)$|^[0-9.]{1,5}[a-z]?$`,
	`|\$[A-Za-z_({]|\{\{|^<path:|^(vault|ref|op|file|env|secretKeyRef):`,
	`|^(~|\.{1,2})?/|^[a-z][a-z0-9+.-]*://[^@]*$|^arn:|\n`,
])

_placeholder := concat("", [
	`^(<[^>|]+>|\[[^\]]+\]|x{3,}|\*{3,}|\.{3,}|_+[a-z_ -]+_+|(my|your|some|the|a|an)[ _-]+[a-z0-9_ -]+`,
	`|(change|replace|fill|set|insert|enter|put|add)[ _-]?(it|me|this|here|now|in|with)[a-z0-9_ -]*|to[ _-]?do|tbd|fixme`,
	`|(super[ _-]?)?(secret|password|passw0rd|pass|token|key)([ _-]?[0-9]{1,4})?|admin|root|test|demo|example|dummy|sample`,
	`|placeholder|default|postgres|minioadmin|guest|qwerty|letmein|hunter2)!*$`,
])

# NAME=value in a command line, `--name=value` too; in a script also `--name value`.
_assigned(text) := array.concat(
	_pairs(`(?:^|[\s;&|?])-*([A-Za-z][A-Za-z0-9_.-]*)=(?:"([^"]*)"|'([^']*)'|([^\s"';&|]*))`, text),
	_pairs(`\s--([A-Za-z][A-Za-z0-9_.-]*)\s+(?:"([^"]*)"|'([^']*)'|([^\s"';&|-][^\s"';&|]*))`, text),
)

# An option whose value is the next argument; and the whole of an argument, for tokens without a name.
_next(text, list, index) := [[trim_left(text, "-"), list[index + 1], false], ["", text, true]] if {
	startswith(text, "-")
	not contains(text, "=")
	is_string(list[index + 1])
	not startswith(list[index + 1], "-")
} else := [["", text, true]]

# `name: value` and `name = value` in the lines of a file.
_lines(text) := [pair |
	some pair in _pairs(
		`(?m)^\s*(?:-\s+)?["']?([A-Za-z][\w.-]*)["']?\s*[:=]\s*(?:"([^"\n]*)"|'([^'\n]*)'|([^\s#]+)),?\s*$`,
		text,
	)
	not lower(pair[0]) in {"secret", "token"}
]

# Names and values, where the text has a word at all that such a name could end with.
_pairs(pattern, text) := [[name, value, false] |
	_speaks(text)
	some match in regex.find_all_string_submatch_n(pattern, text, -1)
	name := match[1]
	value := concat("", array.slice(match, 2, 5))
]

_speaks(text) if {
	some word in ["CREDENTIAL", "KEY", "PASS", "PWD", "SECRET", "TOKEN"]
	contains(upper(text), word)
}
