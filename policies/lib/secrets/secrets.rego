# METADATA
# scope: package
# title: What a secret looks like
# description: Tells by the name of a variable, or by the shape of its value, that the value is a secret.
package lib.secrets

# named tells whether a variable of this name with this value is a secret. The last words of a name say what it is: a
# PASSWORD is a secret, while PASSWORD_FILE, TOKEN_TTL and SECRET_NAME are about one.
named(name, value) if {
	word := _secret_word(upper(name))
	not regex.match(_about_secrets, upper(name))
	not _no_secret(value)
	not _setting(word, value)
}

_secret_word(name) := word if {
	found := regex.find_all_string_submatch_n(_secret_words, name, 1)
	word := found[0][1]
}

_secret_words := concat("", [
	`(PASSWORD|PASSWD|PASSPHRASE|[_.-]PASS|[_.-]PWD|SECRET|TOKEN|CREDENTIALS?`,
	`|(?:API|PRIVATE|SECRET|ACCESS|ENCRYPTION|SIGNING|MASTER|AUTH|ACCOUNT)[_.-]?KEY|SECRET_KEY_BASE|ERLANG_COOKIE)[_.-]?[0-9]*$`,
])

# Switches, and names of Secret objects.
_about_secrets := concat("", [
	`^(.*[_.-])?(ALLOW|ENABLE|DISABLE|REQUIRE|RANDOM|FORCE|USE|SKIP|NO|IS|HAS|SHOW|HIDE|MAX|MIN)[_.-]`,
	`|(PULL|TLS|SSL|CERT|CERTIFICATE|CA|KUBERNETES|K8S)[_.-]?SECRET$`,
])

# Words that switch something, references to other variables and to stores of secrets, templates, paths and plain URLs.
_no_secret(value) if regex.match(`(?i)^(true|false|yes|no|on|off|none|null|nil|enabled?|disabled?)$`, value)

_no_secret(value) if _refers(value)

_no_secret(value) if regex.match(`^(\.{0,2}/[\w./@-]*|[A-Za-z]:\\.*|[a-z][a-z0-9+.-]*://[^@]*|<[^<>]*>|\*+)$`, value)

_no_secret(value) if regex.match(`^(vault|bao|op|sops|ref\+[a-z0-9]+|file|secret|sm|awssm|gcpsm|keyvault|arn|projects)[:/]`, value)

# REPLACE_ME: a placeholder that a script fills in.
_no_secret(value) if regex.match(`^[A-Z]+(_[A-Z]+)+$`, value)

_refers(value) if regex.match(`\$\(|\$\{|\$[A-Z_]+$|\{\{|^@[A-Za-z.]+`, value)

# A password may be a number; a token or a key that is a short one is a count or a size.
_setting(word, value) if {
	not regex.match(`PASS|PWD`, word)
	regex.match(`^[0-9]{1,8}(\.[0-9]+)?[smhd]?$`, value)
}

# shape says what a value is, where that can be told from the value alone.
shape(value) := sort(_kinds(value))[0] if regex.match(value_sign, value)

# Something of this stands in every name of a secret, and in every value that has a shape. One pattern takes less time than
# twenty, and most variables have none.
name_sign := `(?i)pass|pwd|secret|token|credential|key|cookie`

value_sign := `-----BEGIN |AKIA|ASIA|gh[pousr]_|github_pat_|gl(?:pat|rt|dt)-|xox|AIza|k_live_|npm_|hf_|SG\.|hooks\.slack\.com|"auth"|hv[sb]\.|eyJ|://|(?i:(?:basic|bearer)\s|(?:password|pwd)\s*=|@(?:tcp|unix)\(|key=)`

_kinds(value) := ({kind | some kind, pattern in _shapes; regex.match(pattern, value)} | _urls(value)) | _connections(value)

_urls(value) := {"a URL with a password" |
	some found in regex.find_all_string_submatch_n(`[A-Za-z][A-Za-z0-9+.-]*://[^/\s:@]*:([^/\s@]+)@`, value, -1)
	_written(found[1])
}

_connections(value) := {"a connection string with a password" |
	some found in regex.find_all_string_submatch_n(_connection, value, -1)
	some password in array.slice(found, 1, 4)
	password != ""
	_written(password)
}

# Connection strings, queries of URLs, system properties of Java; data source names of Go; strings of Azure.
_connection := concat("", [
	`(?i)(?:^|[?&;\s]|-D[\w.]*)(?:password|pwd)\s*=\s*([^&;\s]+)`,
	`|^[^\s:/@]+:([^\s@]+)@(?:tcp|unix)\(`,
	`|(?:^|;)(?:AccountKey|SharedAccessKey)=([^;\s]+)`,
])

# The password changeit is that of every trust store that Java comes with.
_written(password) if {
	not _refers(password)
	not regex.match(`^(<.*>|\*+|%s|changeit)$`, password)
}

_shapes := {
	"a private key": `-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY`,
	"an AWS access key ID": `^(AKIA|ASIA)[0-9A-Z]{16}$`,
	"a GitHub token": `^(gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{22,})$`,
	"a GitLab token": `^gl(pat|rt|dt)-[A-Za-z0-9_-]{20,}$`,
	"a Slack token": `^xox[abeoprs]-[A-Za-z0-9-]{10,}$`,
	"a Google API key": `^AIza[0-9A-Za-z_-]{35}$`,
	"a Stripe key": `^[sr]k_live_[0-9A-Za-z]{20,}$`,
	"an npm token": `^npm_[A-Za-z0-9]{36}$`,
	"a Hugging Face token": `^hf_[A-Za-z0-9]{30,}$`,
	"a SendGrid key": `^SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}$`,
	"an address of a Slack webhook": `^https://hooks\.slack\.com/services/T\w+/B\w+/\w+$`,
	"a login of a registry": `"auth"\s*:\s*"[A-Za-z0-9+/]{8,}={0,2}"`,
	"an HTTP login": `^(?i:basic|bearer)\s+[A-Za-z0-9+/._~-]{4,}[0-9][A-Za-z0-9+/._~-]{4,}=*$`,
	"a Vault token": `^hv[sb]\.[A-Za-z0-9_-]{20,}$`,
	"a JSON web token": `^eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+$`,
}
