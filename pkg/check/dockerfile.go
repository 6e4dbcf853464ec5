package check

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/hullcheck/hullcheck/pkg/dockerfile"
	"github.com/hullcheck/hullcheck/pkg/image"
)

// Build says how Dockerfiles are built, as the flags of docker build of the same names do.
type Build struct {
	Args   map[string]string
	Target string
	// Contexts are named build contexts. MainContext is the name of the one that COPY takes files from.
	Contexts map[string]string
	// Overlay holds texts that stand in place of those of Dockerfiles, by the path that the SOURCE has: what an edit would
	// make of them.
	Overlay map[string][]byte
}

// MainContext names the build context itself among the named ones. Without it see contextDirs.
const MainContext = "."

// predictions are the images of the Dockerfiles of one run, each predicted once a platform.
type predictions struct {
	mu      sync.Mutex
	entries map[string]*predictionEntry
}

type predictionEntry struct {
	once sync.Once
	p    *dockerfile.Prediction
	err  error
}

func (ps *predictions) entry(key string) *predictionEntry {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	e, ok := ps.entries[key]
	if !ok {
		if ps.entries == nil {
			ps.entries = map[string]*predictionEntry{}
		}
		e = &predictionEntry{}
		ps.entries[key] = e
	}
	return e
}

// maxBasedOn is how many Dockerfiles may rest on each other by --image.
const maxBasedOn = 16

var errRestsOnItself = errors.New("the Dockerfile is made FROM its own image")

// predict says what image a Dockerfile would give. via are the Dockerfiles that ask, the first one first: entries that
// differ in it are told apart, so that two files that rest on each other end in an error and do not wait for each other.
func (r *reader) predict(ctx context.Context, file string, p image.Platform, via []string) (*dockerfile.Prediction, error) {
	if slices.Contains(via, file) || len(via) >= maxBasedOn {
		return nil, errRestsOnItself
	}
	via = append(slices.Clone(via), file)
	e := r.predictions.entry(p.String() + "\x00" + strings.Join(via, "\x00"))
	e.once.Do(func() { e.p, e.err = r.predictAnew(ctx, file, p, via) })
	return e.p, e.err
}

func (r *reader) predictAnew(ctx context.Context, file string, p image.Platform, via []string) (*dockerfile.Prediction, error) {
	o := dockerfile.Options{File: file, Platform: p, Content: r.build.Overlay[file]}
	return r.predictWith(ctx, o, bases{r: r, via: via})
}

// predictContent predicts a Dockerfile as if it held this content, and remembers nothing. It is predicted twice, since only
// a prediction tells which of its bases is that of the target.
func (r *reader) predictContent(ctx context.Context, file string, content []byte) (*dockerfile.Prediction, error) {
	o := dockerfile.Options{File: file, Content: content, Platform: r.buildPlatform(nil)}
	b := bases{r: r, via: []string{file}}
	p, err := r.predictWith(ctx, o, b)
	if err != nil {
		return nil, err
	}
	b.depth, b.own = ownBase, p.Stages[p.Chain[0]].Base
	return r.predictWith(ctx, o, b)
}

// predictWith fills in how the run builds Dockerfiles.
func (r *reader) predictWith(ctx context.Context, o dockerfile.Options, b bases) (*dockerfile.Prediction, error) {
	o.Target, o.BuildArgs, o.Bases = r.build.Target, r.build.Args, b
	o.ContextDir, o.BuildContexts = r.build.Contexts[MainContext], map[string]string{}
	for name, value := range r.build.Contexts {
		if name != MainContext {
			o.BuildContexts[name] = value
		}
	}
	found, dir, err := predictInContext(ctx, o)
	if err != nil {
		return nil, dockerfileError(err)
	}
	o.ContextDir = dir
	found.Image.Files = b.filesOf(found, o)
	for _, n := range found.Named {
		r.mappings.find(n.Ref)
	}
	found.Image = Guarded(found.Image)
	return found, nil
}

// dockerfileError is an error with its place, for those who have no other way to tell it.
func dockerfileError(err error) error {
	var de *dockerfile.Error
	if errors.As(err, &de) && de.Location.Line > 0 {
		return fmt.Errorf("%s:%d: %w", de.Location.File, de.Location.Line, err)
	}
	return err
}

// buildPlatform is the one of those wanted that a Dockerfile is predicted for: linux/amd64 where that is among them, or
// where any will do.
func (r *reader) buildPlatform(want []image.Platform) image.Platform {
	usual := image.Platform{OS: linux, Architecture: "amd64"}
	if r.platform != nil {
		if p, ok := r.platform.First(); ok {
			return p
		}
	}
	if len(want) == 0 || slices.Contains(want, usual) {
		return usual
	}
	return want[0]
}
