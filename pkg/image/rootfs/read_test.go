package rootfs_test

import (
	"context"
	"strings"
	"testing"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

func TestRead(t *testing.T) {
	ctx := context.Background()
	all := []counted{count(t, "etc/passwd root\nbin/tool "+strings.Repeat("x", 100)+"\nempty\nlink -> empty\n"+
		"etc/group 12345\nhard => bin/tool")}
	m := open(all, rootfs.Options{Limits: rootfs.Limits{Body: 4}})
	read := func(path string, limit int64) string {
		content, err := m.Read(ctx, path, limit)
		if err != nil {
			return err.Error()
		}
		return string(content.Data) + content.Unknown
	}
	steps := []struct {
		path   string
		limit  int64
		want   string
		opened int32
	}{
		{"/etc/passwd", 100, "root", 1}, // kept by the first scan
		{"/etc/passwd", 3, `read "/etc/passwd": file is larger than the limit`, 1},
		{"/empty", 0, "", 1},
		{"/link", 100, `read "/link": not a regular file`, 1},
		{"/none", 100, `read "/none": not a regular file`, 1},
		{"/bin/tool", 100, strings.Repeat("x", 100), 2}, // was not kept: the layer is read again
		{"/bin/tool", 100, strings.Repeat("x", 100), 2},
		{"/hard", 100, strings.Repeat("x", 100), 2}, // the same content
		{"/etc/group", 100, "12345", 3},             // larger than what is kept unasked
		{"/etc/passwd", 100, "root", 3},
	}
	for _, s := range steps {
		if got := read(s.path, s.limit); got != s.want {
			t.Errorf("read %s: got %q", s.path, got)
		}
		if got := all[0].opened.Load(); got != s.opened {
			t.Errorf("read %s: opened %d times", s.path, got)
		}
	}
}

func TestReadOfALayerThatWasScannedOnce(t *testing.T) {
	m := image(t, "etc/passwd root\nbin/tool x")
	content, err := m.Read(context.Background(), "/bin/tool", 10)
	want := "the layer could be read only once, and this file's content was not kept"
	if err != nil || content.Unknown != want {
		t.Errorf("got %+v, %v", content, err)
	}
	content, err = m.Read(context.Background(), "/etc/passwd", 10)
	if err != nil || string(content.Data) != "root" {
		t.Errorf("got %+v, %v", content, err)
	}
}
