# METADATA
# scope: package
# title: A token for the API server is mounted that seems to serve nothing
# description: >-
#   Every container of the pod can read the token and speak to the API server with it. None of the objects judged gives
#   its account a right, so the pod has no use for it, while an intruder has: he can ask what the account may do.
# related_resources:
#   - https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting
# schemas:
#   - input: schema.inventory
# custom:
#   severity: low
#   remediation: "write automountServiceAccountToken: false in the pod spec, or judge the account's bindings too"
package workload.service_account_token

deny contains {"msg": msg, "path": pod.token_path} if {
	some object in input.objects
	some pod in object.pods
	pod.token_mounted
	pod.service_account != ""
	count(pod.bound_by) == 0
	msg := sprintf("the token of service account %s is mounted, and no binding that was judged gives it rights", [
		pod.service_account,
	])
}
