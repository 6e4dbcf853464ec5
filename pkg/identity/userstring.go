package identity

import (
	"strconv"
	"strings"
)

// imageUser is what a CRI runtime tells the kubelet of USER (getUserFromImage of containerd's
// internal/cri/server/images/image_status.go; CRI-O does the same): the part before the first colon, a number where
// strconv.ParseInt takes it, else a name. The group half is dropped.
type imageUser struct {
	// uid counts where name is "".
	uid  int64
	name string
}

// readImageUser includes the kubelet's own rule (getImageUser of pkg/kubelet/kuberuntime/helpers.go): neither a number nor
// a name is uid 0.
func readImageUser(user string) imageUser {
	half, _, _ := strings.Cut(user, ":")
	if half == "" {
		return imageUser{}
	}
	uid, err := strconv.ParseInt(half, 10, 64)
	if err != nil {
		return imageUser{name: half}
	}
	return imageUser{uid: uid}
}

// canonical tells whether the user half is the number's only spelling.
func canonical(half string) bool {
	uid, err := strconv.ParseInt(half, 10, 64)
	return err == nil && strconv.FormatInt(uid, 10) == half
}
