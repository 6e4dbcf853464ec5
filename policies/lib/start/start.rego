# METADATA
# scope: package
# title: Why a container does not start
# description: >-
#   One container has at most one reason not to start, and one rule for it. This package says which rules' turn it is.
# schemas:
#   - input: schema.container
package lib.start

# fails holds where the kubelet lets the container pass and it then does not start.
fails if {
	input.kubelet.verdict == "admits"
	input.start.verdict == "fails"
}

# explained are the reasons that have a rule of their own. An init container that does not start is a finding of its own
# too: what waits behind it needs none.
explained := {
	"SandboxFailure",
	"UserNotFound",
	"UserOutOfRange",
	"WorkdirInaccessible",
	"EntrypointNotFound",
	"InterpreterNotFound",
	"EntrypointNotExecutable",
	"ExecFormat",
	"FileCapabilities",
	"InitContainerFailed",
}

# high_rule_fires holds where a rule of high severity speaks of this container's start or of its root: advice on how it
# runs would be beside the point.
high_rule_fires if input.kubelet.verdict == "refuses"

high_rule_fires if {
	input.start.verdict == "fails"
	input.start.reason != "InitContainerFailed"
}

high_rule_fires if {
	input.identity.uid.value == 0
	input.identity.host_users
}
