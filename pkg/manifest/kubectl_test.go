package manifest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/runtime"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	k8sjson "sigs.k8s.io/json"
)

// kubectl reads a stream with the decoder of kubectl, and gives the objects that are no Lists.
func kubectl(data []byte) ([]any, error) {
	dec := utilyaml.NewYAMLOrJSONDecoder(bytes.NewReader(data), 4096)
	var all []any
	for {
		var raw runtime.RawExtension
		switch err := dec.Decode(&raw); {
		case errors.Is(err, io.EOF):
			return all, nil
		case err != nil:
			return all, err
		}
		var value any
		if err := k8sjson.UnmarshalCaseSensitivePreserveInts(raw.Raw, &value); err != nil {
			return all, err
		}
		if m, ok := value.(map[string]any); ok && word(m["apiVersion"]) != "" && word(m["kind"]) != "" {
			if _, list := listItems(word(m["kind"]), m); !list {
				all = append(all, value)
			}
		}
	}
}

// compareKubectl holds what is read against what kubectl reads, where both read all of it: the same objects, in the same
// order, with the same values. Only a directive, which kubectl refuses, and UTF-16, of which it reads one document, are
// left out.
func compareKubectl(t *testing.T, data []byte) {
	t.Helper()
	want, err := kubectl(data)
	if err != nil || bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		return
	}
	var got []any
	for e := range new(Reader).Stream(context.Background(), "-", "-", bytes.NewReader(data)) {
		switch {
		case e.Err != nil, e.Object != nil && e.Object.Item >= 0:
			return
		case e.Skipped != nil && e.Skipped.Reason == "a kustomization; name its folder to build it":
			return
		case e.Object != nil:
			got = append(got, e.Object.Value())
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-kubectl +ours of %q:\n%s", data, diff)
	}
}

func kubectlSeeds(tb testing.TB) [][]byte {
	tb.Helper()
	var seeds [][]byte
	files, err := filepath.Glob("testdata/bad/*.yaml")
	if err != nil {
		tb.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			tb.Fatal(err)
		}
		seeds = append(seeds, bytes.Split(data, []byte("---\n"))...)
	}
	for _, c := range locations {
		seeds = append(seeds, []byte(c.text), []byte("\n---\n"+c.text+"\n---\n"+c.text))
	}
	for _, c := range streams {
		seeds = append(seeds, []byte(c.text))
	}
	return seeds
}

func TestReadsAsKubectl(t *testing.T) {
	for _, seed := range kubectlSeeds(t) {
		compareKubectl(t, seed)
	}
}

func FuzzReadsAsKubectl(f *testing.F) {
	for _, seed := range kubectlSeeds(f) {
		f.Add(seed)
	}
	f.Fuzz(compareKubectl)
}
