package dockeredit

import (
	"context"
	"fmt"
	"path"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// others is the permission of everybody else to write.
const others = 0o002

// remarks are what the edited file may still lack: what could not be looked up, and volumes that the user who now runs
// cannot write to.
func (s *state) remarks(ctx context.Context) ([]finding.Related, error) {
	name, _, _ := strings.Cut(s.p.User.Value, ":")
	a, ok := s.user(name)
	out := s.unverified()
	for _, v := range s.p.Image.Config.Volumes {
		v = path.Clean("/" + v)
		found, err := s.lookup(ctx, v)
		if err != nil {
			return nil, err
		}
		if e := found.Entry; !ok || found.Unknown != "" || e != nil && (e.UID == a.uid || e.Mode&others != 0) {
			continue
		}
		out = append(out, finding.Related{
			Message: fmt.Sprintf("the volume %s belongs to root: add RUN chown %d:%d %s before USER where the program writes there",
				v, a.uid, a.gid, v),
			Location: s.p.Locations["volumes"],
		})
	}
	return out, nil
}

// unverified says that the image which the file is made FROM was not read, and so what of the edits is not certain.
func (s *state) unverified() []finding.Related {
	first := s.p.Stages[s.p.Chain[0]]
	for _, n := range s.p.Named {
		for _, b := range s.p.Bases {
			if b.Ref == n.Ref && b.Unread != "" && n.Location.Line == first.Location.Line {
				return []finding.Related{{
					Message: fmt.Sprintf("%s was not read (%s): whether it has other users or lacks a program is not verified",
						b.Ref, b.Unread),
					Location: first.Location,
				}}
			}
		}
	}
	return nil
}
