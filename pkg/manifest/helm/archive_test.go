package helm

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// packed is a chart as an archive of charts/.
func packed(t *testing.T, name string, files map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	zipped := gzip.NewWriter(&out)
	w := tar.NewWriter(zipped)
	for file, text := range files {
		if err := w.WriteHeader(&tar.Header{Name: name + "/" + file, Mode: 0o644, Size: int64(len(text))}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := zipped.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestArchive: a dependency in an archive is rendered, also one that is in an archive inside of it, and its templates are
// named as if the archive were a folder.
func TestArchive(t *testing.T) {
	t.Chdir(t.TempDir())
	const chart = "apiVersion: v2\nversion: 1.2.0\nname: "
	pod := func(name string) string { return "apiVersion: v1\nkind: Pod\nmetadata:\n  name: " + name + "\n" }
	inner := packed(t, "inner", map[string]string{"Chart.yaml": chart + "inner\n", "templates/pod.yaml": pod("inner")})
	outer := packed(t, "db", map[string]string{
		"Chart.yaml": chart + "db\ndependencies: [{name: inner, version: 1.2.0}]\n", "templates/pod.yaml": pod("{{ .Values.name }}"),
		"charts/inner-1.2.0.tgz": string(inner), "values.yaml": "name: db\n",
	})
	write(t, "chart/Chart.yaml", []byte(chart+"shop\ndependencies: [{name: db, version: 1.2.0}]\n"))
	write(t, "chart/values.yaml", []byte("db: {name: renamed}\n"))
	write(t, "chart/charts/db-1.2.0.tgz", outer)
	got := map[string]string{}
	for e := range (&Renderer{}).Render(t.Context(), "chart", "chart") {
		if e.Err != nil {
			t.Fatal(e.Err)
		}
		got[e.Object.Name] = e.Object.Locate("/metadata/name").File
	}
	if diff := cmp.Diff(map[string]string{
		"renamed": "chart/charts/db-1.2.0.tgz/templates/pod.yaml",
		"inner":   "chart/charts/db-1.2.0.tgz/charts/inner-1.2.0.tgz/templates/pod.yaml",
	}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestBrokenArchive: an archive that is none is an error that names it.
func TestBrokenArchive(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "chart/Chart.yaml", []byte("apiVersion: v2\nversion: 1.2.0\nname: shop\n"))
	write(t, "chart/charts/db.tgz", []byte("no archive"))
	var got []string
	for e := range (&Renderer{}).Render(t.Context(), "chart", "chart") {
		got = append(got, e.Err.Error())
	}
	if diff := cmp.Diff([]string{"chart: unpack chart/charts/db.tgz: gzip: invalid header"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
