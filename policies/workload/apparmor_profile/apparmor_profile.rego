# METADATA
# scope: package
# title: AppArmor is turned off
# description: >-
#   On nodes with AppArmor the runtime confines every container by its default profile. This manifest turns it off,
#   or names what is no profile.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
#   - https://kubernetes.io/docs/tutorials/security/apparmor/
# schemas:
#   - input: schema.object
# custom:
#   severity: medium
#   remediation: remove the profile, or write type RuntimeDefault, or Localhost with a profile of your own
#   pss:
#     - {level: baseline, check: appArmorProfile, since: "1.0", reason: forbidden AppArmor profile}
package workload.apparmor_profile

deny contains {"msg": msg, "path": context.apparmor_profile.from} if {
	some pod in input.pods
	some context in pod.contexts
	context.apparmor_profile.set
	not context.apparmor_profile.value in {"RuntimeDefault", "Localhost"}
	msg := sprintf("forbidden AppArmor profile: its type is %q for %s", [context.apparmor_profile.value, context.owner])
}

deny contains {"msg": msg, "path": annotation.path} if {
	some pod in input.pods
	some annotation in pod.annotations
	startswith(annotation.key, "container.apparmor.security.beta.kubernetes.io/")
	not annotation.value in {"", "runtime/default"}
	not startswith(annotation.value, "localhost/")
	msg := sprintf("forbidden AppArmor profile: annotation %s is %q", [annotation.key, annotation.value])
}
