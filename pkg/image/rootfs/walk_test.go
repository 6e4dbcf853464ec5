package rootfs_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

func TestWalk(t *testing.T) {
	m := image(t, "a/\na/low x\na/gone x\na.b x\nc/\nc/x 1\nd/\nd/e x", "0700 a/\na/top x\na/.wh.gone\n.wh.c\nd x\nimplied/f x")
	var got []string
	unknown, err := m.Walk(context.Background(), func(e rootfs.Entry) error {
		got = append(got, shown(e))
		return nil
	})
	if err != nil || unknown != "" {
		t.Fatal(unknown, err)
	}
	want := []string{
		"dir 0755 0:0 /", "dir 0700 0:0 /a", "file 0644 0:0 /a/low", "file 0644 0:0 /a/top", "file 0644 0:0 /a.b",
		"file 0644 0:0 /d", "dir 0755 0:0 /implied", "file 0644 0:0 /implied/f",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
