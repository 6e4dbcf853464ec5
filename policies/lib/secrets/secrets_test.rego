package lib.secrets_test

import data.lib.secrets

_named(names, value) := {name | some name in names; secrets.named(name, value)}

_values(name, values) := {value | some value in values; secrets.named(name, value)}

test_names_of_secrets if {
	names := {
		"PASSWORD", "DB_PASSWORD", "PGPASSWORD", "dbPassword", "spring.datasource.password", "MYSQL_ROOT_PASSWORD", "SMTP_PASS",
		"DB_PWD", "PASSPHRASE", "SECRET", "CLIENT_SECRET", "JWT_SECRET", "GITHUB_TOKEN", "AUTH-TOKEN", "API_KEY", "APIKEY",
		"STRIPE_SECRET_KEY", "AWS_SECRET_ACCESS_KEY", "PRIVATE_KEY", "SECRET_KEY_BASE", "RABBITMQ_ERLANG_COOKIE", "CREDENTIALS",
		"PASSWORD_2", "ENCRYPTION_KEY",
	}
	_named(names, "hunter2") == names
}

test_names_about_secrets if {
	_named(
		{
			"DB_PASSWORD_FILE", "PASSWORD_PATH", "SECRET_NAME", "DB_SECRET_NAME", "TOKEN_TTL", "TOKEN_URL", "PASSWORD_MIN_LENGTH",
			"TLS_SECRET", "IMAGE_PULL_SECRET", "MAX_TOKENS", "MAX_TOKEN", "ALLOW_EMPTY_PASSWORD", "PWD", "OLDPWD", "BYPASS", "COMPASS",
			"CACHE_KEY", "PARTITION_KEY", "KEY", "USE_TOKEN", "PUBLIC_KEY", "AWS_ACCESS_KEY_ID", "SECRETS_DIR", "TOKENIZER", "",
		},
		"hunter2",
	) == set()
}

test_values_that_are_no_secrets if {
	_values("AUTH_TOKEN", {
		"true", "No", "disabled", "none", "$(OTHER)", "prefix-$(OTHER)", "${OTHER}", "$OTHER", "{{ .Values.token }}",
		"/run/secrets/token", "./token", "https://issuer.example.com/token", "<your token>", "***", "vault:secret/data/api#token",
		"arn:aws:secretsmanager:eu-west-1:1:secret:x", "ref+vault://a", "file:token", "projects/1/secrets/x", "@Microsoft.KeyVault(x)",
		`C:\token`, "REPLACE_ME", "3600", "15m", "10.5",
	}) == set()
}

test_values_that_are_secrets if {
	values := {"hunter2", "123456789", "s3cr3t/with+base64=", "a b c", "pa$$word", "0123456789abcdef"}
	_values("AUTH_TOKEN", values) == values
}

test_a_password_may_be_a_number if {
	secrets.named("DB_PASSWORD", "123456")
	not secrets.named("API_TOKEN", "123456")
}

test_shapes if {
	{kind | some value in _shaped; kind := secrets.shape(value)} == object.keys(_shaped)
	every kind, value in _shaped {
		secrets.shape(value) == kind
	}
}

_shaped := {
	"a private key": "-----BEGIN OPENSSH PRIVATE KEY-----\nbm90IGEga2V5\n",
	"an AWS access key ID": "AKIAIOSFODNN7EXAMPLE",
	"a GitHub token": "ghp_0123456789abcdefghijABCDEFGHIJ012345",
	"a GitLab token": "glpat-0123456789abcdefghij",
	"a Slack token": "xoxb-0123456789-abc",
	"a Google API key": "AIza0123456789abcdefghijABCDEFGHIJ01234",
	"a Stripe key": "sk_live_0123456789abcdefghij",
	"an npm token": "npm_0123456789abcdefghijABCDEFGHIJ012345",
	"a Hugging Face token": "hf_0123456789abcdefghijABCDEFGHIJ0123",
	"a SendGrid key": "SG.0123456789abcdef.0123456789abcdef",
	"an address of a Slack webhook": "https://hooks.slack.com/services/T0/B0/x",
	"a login of a registry": `{"auths": {"registry.example.com": {"auth": "YTpodW50ZXIy"}}}`,
	"an HTTP login": "Basic YTpodW50ZXIy",
	"a Vault token": "hvs.0123456789abcdefghij",
	"a JSON web token": "eyJhbGciOiJI.eyJzdWIiOiIx.c2ln",
	"a URL with a password": "postgres://api:hunter2@db/api",
	"a connection string with a password": "Server=db;User Id=api;Password=hunter2;",
}

test_connections if {
	values := {
		"jdbc:mysql://db/api?user=api&password=hunter2", "-Xmx1g -Djavax.net.ssl.keyStorePassword=hunter2", "pwd=hunter2",
		"api:hunter2@tcp(db:3306)/api", "Endpoint=sb://a.example.com/;SharedAccessKeyName=a;SharedAccessKey=MDEyMzQ1Njc4OQ==",
		"DefaultEndpointsProtocol=https;AccountName=a;AccountKey=MDEyMzQ1Njc4OQ==", "a=b;sharedaccesskey=MDEyMzQ1Njc4OQ==",
		"api:hunter2@TCP(db:3306)/api", "PASSWORD = hunter2",
	}
	{value | some value in values; secrets.shape(value) == "a connection string with a password"} == values
}

test_several_shapes_have_one_name if {
	secrets.shape("amqp://u:hunter2@h -----BEGIN PRIVATE KEY-----") == "a URL with a password"
}

test_shape_absent if {
	values := {
		"", "debug", "postgres://db/api", "postgres://api@db/api", "postgres://api:$(PASSWORD)@db", "redis://:${PASSWORD}@h",
		"https://h:8080/a@b", "Server=db;Password=$(PASSWORD)", "Server=db;Password=<password>", "http://u:%s@h",
		"-----BEGIN CERTIFICATE-----", "-----BEGIN PUBLIC KEY-----", "eyJhbGciOiJI", "password=", "AKIA",
		"-Djavax.net.ssl.trustStorePassword=changeit", "jdbc:mysql://db/api?password=$(PASSWORD)&x=1", "api:${P}@tcp(db)/api",
		"AccountKey=$(KEY)", "Basic authentication", "bearer", "https://hooks.slack.com/services/", "a@tcp(db:3306)/api",
	}
	{value | some value in values; secrets.shape(value)} == set()
}
