package helm

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"helm.sh/helm/v4/pkg/chart/v2/loader"
	"helm.sh/helm/v4/pkg/strvals"

	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// Values are what a chart is rendered with beside its own values.yaml: files, of which the last wins, and settings as
// in helm --set, which win over files.
type Values struct {
	Files []string
	Set   []string
}

// merge reads the values as helm does.
func (v Values) merge() (map[string]any, *manifest.Error) {
	base := map[string]any{}
	for _, file := range v.Files {
		values, err := readValues(file)
		if err != nil {
			return nil, err
		}
		base = loader.MergeMaps(base, values)
	}
	for _, set := range v.Set {
		if err := strvals.ParseInto(set, base); err != nil {
			return nil, &manifest.Error{File: set, Message: fmt.Sprintf("read --set %s: %v", set, err), Err: err}
		}
	}
	return base, nil
}

// sets tells whether --set has part in the value a.b.c.
func (v Values) sets(name string) bool {
	given := map[string]any{}
	for _, set := range v.Set {
		if strvals.ParseInto(set, given) != nil {
			return false
		}
	}
	var value any = given
	for _, key := range strings.Split(name, ".") {
		m, ok := value.(map[string]any)
		if !ok {
			return true
		}
		if value, ok = m[key]; !ok {
			return false
		}
	}
	return true
}

func readValues(file string) (map[string]any, *manifest.Error) {
	name := filepath.ToSlash(file)
	info, err := os.Stat(file)
	if err == nil && info.Size() > maxFileBytes {
		err = fmt.Errorf("larger than %d bytes", maxFileBytes)
	}
	var data []byte
	if err == nil {
		data, err = os.ReadFile(file)
	}
	if err != nil {
		return nil, &manifest.Error{File: name, Message: fmt.Sprintf("read the values: %v", plain(err)), Err: err}
	}
	if _, fault := manifest.ReadFields(name, data, manifest.Limits{}); fault != nil {
		return nil, fault
	}
	values, err := loader.LoadValues(bytes.NewReader(data))
	if err != nil {
		return nil, &manifest.Error{File: name, Message: fmt.Sprintf("read the values: %v", err), Err: err}
	}
	return values, nil
}
