package config

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"

	"sigs.k8s.io/yaml"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// maxBytes is far more than any configuration that people write.
const maxBytes = 1 << 20

// Read reads a file, validates it and makes its paths relative to the working directory. A file that is not there is an
// error for which errors.Is(err, fs.ErrNotExist) holds; every fault of one that is there is in Problems.
func Read(file string) (*Config, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("read configuration: %w", err)
	}
	defer f.Close() //nolint:errcheck // nothing was written
	data, err := io.ReadAll(io.LimitReader(f, maxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read configuration: %w", err)
	}
	c, err := Parse(file, data)
	if err != nil {
		return nil, err
	}
	c.resolve(file)
	return c, nil
}

// Parse reads the content of a file, whose name is only for messages. Paths stay as they are written.
func Parse(file string, data []byte) (*Config, error) {
	if len(data) > maxBytes {
		return nil, Problems{{At: finding.Location{File: file}, Message: fmt.Sprintf("larger than %d bytes", maxBytes)}}
	}
	src, err := newSource(file, data)
	if err != nil {
		return nil, src.syntax(err)
	}
	b, err := yaml.YAMLToJSONStrict(data)
	if err != nil {
		return nil, src.syntax(err)
	}
	if err := src.validate(b); err != nil {
		return nil, err
	}
	c := &Config{source: src}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(c); err != nil {
		return nil, fmt.Errorf("decode %s: %w", file, err)
	}
	return c, nil
}

var yamlLine = regexp.MustCompile(`^line ([0-9]+): `)

// syntax turns an error of the YAML parsers into problems, one a line that they name.
func (s source) syntax(err error) error {
	if errors.Is(err, errSecondDocument) {
		return Problems{{At: finding.Location{File: s.file}, Message: err.Error()}}
	}
	text := strings.TrimPrefix(strings.TrimPrefix(err.Error(), "parse: "), "yaml: ")
	text = strings.TrimPrefix(text, "unmarshal errors:")
	var ps Problems
	for _, l := range strings.Split(strings.TrimSpace(text), "\n") {
		l = strings.TrimSpace(l)
		p := &Problem{At: finding.Location{File: s.file}}
		if m := yamlLine.FindStringSubmatch(l); m != nil {
			if n, err := strconv.Atoi(m[1]); err == nil {
				p.At = s.line(n, 0)
			}
			l = l[len(m[0]):]
		}
		p.Message = "not YAML: " + l
		if rest, ok := strings.CutSuffix(l, " already set in map"); ok {
			p.Message = rest + " is written twice"
		}
		ps = append(ps, p)
	}
	return ps.err()
}
