package identity

import "encoding/json"

// MarshalJSON writes the identity as the whoami contract has it.
func (i Identity) MarshalJSON() ([]byte, error) {
	groups := i.Groups
	if groups == nil {
		groups = []Group{}
	}
	return json.Marshal(struct {
		UID         Fact[int64]  `json:"uid"`
		GID         Fact[int64]  `json:"gid"`
		EUID        *int64       `json:"effectiveUid,omitempty"`
		EGID        *int64       `json:"effectiveGid,omitempty"`
		Groups      []Group      `json:"supplementalGroups"`
		Unknown     string       `json:"supplementalGroupsUnknown,omitempty"`
		Username    Fact[string] `json:"username"`
		Home        Fact[string] `json:"home"`
		UIDFrom     Origin       `json:"uidFrom"`
		GIDFrom     Origin       `json:"gidFrom"`
		HomeFrom    Origin       `json:"homeFrom"`
		HostUsers   bool         `json:"hostUsers"`
		WindowsUser string       `json:"windowsUser,omitempty"`
	}{
		i.UID, i.GID, other(i.UID, i.EffectiveUID), other(i.GID, i.EffectiveGID), groups, i.GroupsUnknown, i.Username, i.Home,
		i.UID.From, i.GID.From, i.Home.From, i.HostUsers, i.WindowsUser,
	})
}

// other is the effective id where it is known and not the one that the runtime set.
func other(set, effective Fact[int64]) *int64 {
	if !effective.Known() || !set.Known() || set.Value == effective.Value {
		return nil
	}
	return &effective.Value
}

// String is the mount as whoami prints it: "/tmp (emptyDir tmp)".
func (m Mount) String() string {
	if m.Name == "" {
		return m.Path + " (" + m.Volume + ")"
	}
	return m.Path + " (" + m.Volume + " " + m.Name + ")"
}

// MarshalText writes the mount as whoami prints it.
func (m Mount) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// String is the path as whoami prints it: "/var/cache/app (owned by uid 1000)".
func (w LikelyWrite) String() string { return w.Path + " (" + w.Evidence + ")" }

// MarshalText writes the path as whoami prints it.
func (w LikelyWrite) MarshalText() ([]byte, error) { return []byte(w.String()), nil }
