package rootfs_test

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// tooMuch asks a layer of these entries for one path and expects the limit.
func tooMuch(t *testing.T, what string, items []rootfs.Item) {
	t.Helper()
	start := time.Now()
	_, err := rootfs.FromTOCs([]*rootfs.TOC{{Items: items}}).Lookup(context.Background(), "/x")
	var limit *rootfs.LimitError
	if !errors.As(err, &limit) || limit.What != what {
		t.Errorf("got %v", err)
	}
	if d := time.Since(start); d > time.Minute {
		t.Errorf("took %v", d)
	}
}

// Each link leads to the one before and 1,000 directories further down: without limits the tree gets a million deep.
func TestLinksThatLeadEverDeeper(t *testing.T) {
	down := strings.Repeat("/d", 1000)
	items := []rootfs.Item{{Name: "l0", Typeflag: tar.TypeSymlink, Link: "/"}}
	for i := range 1000 {
		items = append(items,
			rootfs.Item{Name: fmt.Sprintf("l%d", i+1), Typeflag: tar.TypeSymlink, Link: fmt.Sprintf("l%d%s", i, down)},
			rootfs.Item{Name: fmt.Sprintf("l%d/file", i+1), Typeflag: tar.TypeReg})
	}
	m := rootfs.FromTOCs([]*rootfs.TOC{{Items: items}})
	deepest := 0
	if _, err := m.Walk(context.Background(), func(e rootfs.Entry) error {
		deepest = max(deepest, len(e.Path))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if deepest > 4097 {
		t.Errorf("a path of %d bytes", deepest)
	}
	if r := m.Refusal(); r == nil || r.Reason != "file name too long" {
		t.Errorf("refusal %v", r)
	}
}

func TestNamesThatAllLeadThroughManyLinks(t *testing.T) {
	var items []rootfs.Item
	long := strings.Repeat("./", 5) + strings.Repeat("d/../", 400)
	for i := range 250 {
		items = append(items, rootfs.Item{
			Name: fmt.Sprintf("l%d", i+1), Typeflag: tar.TypeSymlink, Link: fmt.Sprintf("/%sl%d", long, i),
		})
	}
	for i := range 100_000 {
		items = append(items, rootfs.Item{
			Name: fmt.Sprintf("l250%s/%d/f", strings.Repeat("/x", 500), i), Typeflag: tar.TypeReg,
		})
	}
	tooMuch(t, "bytes of path walked", items)
}

func TestDirectoriesWithoutEntries(t *testing.T) {
	var items []rootfs.Item
	for i := range 600 {
		items = append(items, rootfs.Item{
			Name: fmt.Sprintf("%d%s/f", i, strings.Repeat("/d", 1000)), Typeflag: tar.TypeReg,
		})
	}
	tooMuch(t, "directories without an entry", items)
}
