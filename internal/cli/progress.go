package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/docker/go-units"
	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// progress keeps one line of a terminal up to date with the layers that are being read. A nil progress shows nothing.
type progress struct {
	w io.Writer

	mu     sync.Mutex
	layers map[v1.Hash]layerProgress
	last   time.Time
	shown  bool
}

type layerProgress struct{ read, total int64 }

// redrawAfter keeps a fast transfer from flooding the terminal.
const redrawAfter = 100 * time.Millisecond

// newProgress shows progress on w if that is a terminal that can redraw a line.
func newProgress(w io.Writer) *progress {
	if terminalOf(w) == nil || dumb() {
		return nil
	}
	return &progress{w: w, layers: map[v1.Hash]layerProgress{}}
}

// layer notes how much of a layer was read; total is 0 where nobody knows.
func (p *progress) layer(digest v1.Hash, read, total int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.layers[digest] = layerProgress{read, total}
	if total > 0 && read >= total {
		delete(p.layers, digest)
	}
	if time.Since(p.last) < redrawAfter {
		return
	}
	p.last = time.Now()
	p.draw()
}

// draw must be called with the lock held. Errors of a terminal that went away are of no interest.
func (p *progress) draw() {
	lines := make([]string, 0, len(p.layers))
	for d, l := range p.layers {
		lines = append(lines, l.line(d))
	}
	if len(lines) == 0 {
		return
	}
	slices.Sort(lines)
	text := "reading " + strings.Join(lines, ", ")
	if columns := width(p.w); columns > 1 && len(text) >= columns {
		text = text[:columns-1]
	}
	_, _ = fmt.Fprint(p.w, "\r\x1b[K"+text)
	p.shown = true
}

func (l layerProgress) line(d v1.Hash) string {
	const digits = 12
	line := "layer " + d.Hex[:min(digits, len(d.Hex))] + " " + units.BytesSize(float64(l.read))
	if l.total > 0 {
		line += " of " + units.BytesSize(float64(l.total))
	}
	return line
}

// wipe clears the line, so that something else can be written there.
func (p *progress) wipe() {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shown {
		_, _ = fmt.Fprint(p.w, "\r\x1b[K")
		p.shown = false
	}
}
