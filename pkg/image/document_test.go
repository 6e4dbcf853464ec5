package image

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-containerregistry/pkg/v1/types"
)

const aConfig = `{"mediaType":"application/vnd.oci.image.config.v1+json","size":2,"digest":"` + someDigest + `"}`

func TestBadDocuments(t *testing.T) {
	many := strings.Repeat(aConfig+",", maxChildren) + aConfig
	tests := []struct {
		name, raw string
		declared  types.MediaType
		class     Class
		text      string
	}{
		{"no JSON", "<html>", "", Malformed, "parse image manifest: invalid character"},
		{"null", "null", "", Malformed, "neither an image manifest nor an index"},
		{"a list", "[]", "", Malformed, "cannot unmarshal array"},
		{"trailing data", `{} {}`, "", Malformed, "after top-level value"},
		{"nothing", "{}", "", Malformed, "neither an image manifest nor an index"},
		{"both", `{"config":` + aConfig + `,"manifests":[]}`, "", Malformed, "an image manifest and an index at once"},
		{"layers in an index", `{"layers":[],"manifests":[]}`, "", Malformed, "an image manifest and an index at once"},
		{"schema 1", `{"schemaVersion":1,"fsLayers":[{}]}`, "", NotImage, "schema version 1"},
		{"an index called an image", `{"manifests":[]}`, types.OCIManifestSchema1, Malformed, "calls itself an image manifest"},
		{"an image called an index", `{"config":` + aConfig + `}`, types.OCIImageIndex, Malformed, "calls itself an index"},
		{"bad digest", `{"config":{"digest":"sha256:../../etc/passwd"}}`, "", Malformed, "parse image manifest"},
		{"unknown algorithm", `{"config":{"digest":"md5:00"}}`, "", Malformed, "unsupported hash"},
		{"negative size", `{"config":{"size":-1,"digest":"` + someDigest + `"}}`, "", Malformed, "a part of it has a negative size"},
		{"negative size in an index", `{"manifests":[{"size":-1,"digest":"` + someDigest + `"}]}`, "", Malformed, "negative size"},
		{"too many entries", `{"manifests":[` + many + `]}`, "", Malformed, "1001 entries of an index are more than"},
		{"too many layers", `{"config":` + aConfig + `,"layers":[` + many + `]}`, "", Malformed, "1001 layers are more than"},
		{"deep", strings.Repeat(`{"config":`, 20_000), "", Malformed, "exceeded max depth"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := parseDocument([]byte(tt.raw), tt.declared)
			if ClassOf(err) != tt.class || !strings.Contains(fmt.Sprint(err), tt.text) {
				t.Errorf("class %q, error %v", ClassOf(err), err)
			}
		})
	}
}

func TestWhatIsNoImage(t *testing.T) {
	for raw, want := range map[string]string{
		`{"config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"` + someDigest + `"}}`:       "",
		`{"config":{"mediaType":"application/vnd.docker.container.image.v1+json","digest":"` + someDigest + `"}}`: "",
		`{"config":{"mediaType":"application/octet-stream","digest":"` + someDigest + `"}}`:                       "",
		`{"config":{"digest":"` + someDigest + `"}}`:                                                              "",
		`{"artifactType":"application/vnd.oci.image.config.v1+json","config":` + aConfig + `}`:                    "",
		`{"artifactType":"application/x","config":` + aConfig + `}`:                                               "application/x",
		`{"config":{"mediaType":"application/vnd.oci.empty.v1+json","digest":"` + someDigest + `"}}`:              "application/vnd.oci.empty.v1+json",
	} {
		doc, err := parseDocument([]byte(raw), "")
		if err != nil {
			t.Fatal(err)
		}
		if got := doc.notImage(); got != want {
			t.Errorf("%s: %q", raw, got)
		}
	}
}
