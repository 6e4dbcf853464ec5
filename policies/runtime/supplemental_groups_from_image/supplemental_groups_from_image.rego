# METADATA
# scope: package
# title: The image adds groups that the manifest does not name
# description: >-
#   The runtime adds every group of the image's /etc/group that lists the user, beside those that the manifest names. Who
#   builds the image so decides what the process may read on volumes, and no admission policy sees it.
# related_resources:
#   - https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#supplementalgroupspolicy
#   - https://github.com/kubernetes/enhancements/issues/3619
# schemas:
#   - input: schema.container
# custom:
#   severity: low
#   evidence: users
#   remediation: "write supplementalGroupsPolicy: Strict in the pod's securityContext, and name the groups that are meant"
package runtime.supplemental_groups_from_image

import data.lib.start
import data.lib.words

deny contains {"msg": msg, "path": input.security.supplemental_groups_policy.from} if {
	not start.high_rule_fires
	groups := [_called(group.gid, group.name) | some group in input.identity.groups; group.from == "image.group"]
	count(groups) > 0
	msg := sprintf("the image's /etc/group adds groups that the manifest does not name: %s", [words.list(groups)])
}

_called(gid, name) := sprintf("%d (%s)", [gid, name]) if name != ""

_called(gid, "") := sprintf("%d", [gid])
