package rootfs

import (
	"context"
	"errors"
	"fmt"
)

// lazyLayer is a layer that is read when it is first asked for.
type lazyLayer struct {
	source Layer
	opts   Options
	slot   *slot
	bottom bool

	// Why the layer cannot be read, for good. Only the holder of the slot's token touches these.
	failed  error
	unknown string
}

// noBody asks for a table of contents alone.
const noBody = -1

// tree is the unpacked layer, or why it is not known.
func (l *lazyLayer) tree(ctx context.Context) (*tree, string, error) {
	if t := l.slot.ready(l.bottom); t != nil {
		return t, "", nil
	}
	if _, unknown, err := l.load(ctx, noBody); unknown != "" || err != nil {
		return nil, unknown, err
	}
	t, err := l.slot.tree(l.bottom)
	if err != nil {
		return nil, "", fmt.Errorf("unpack layer %s: %w", l.source.name(), err)
	}
	return t, "", nil
}

// body is the content of the TOC's item, or why it is not known.
func (l *lazyLayer) body(ctx context.Context, item int) (Content, error) {
	toc, unknown, err := l.load(ctx, item)
	if unknown != "" || err != nil {
		return Content{Unknown: unknown}, err
	}
	if data, ok := toc.Bodies[item]; ok {
		return Content{Data: data}, nil
	}
	return Content{Unknown: "the layer could be read only once, and this file's content was not kept"}, nil
}

// load gets the table of contents, with the body of one item unless that is noBody: from memory, from the cache, or by
// reading the layer.
func (l *lazyLayer) load(ctx context.Context, item int) (*TOC, string, error) {
	if err := l.slot.acquire(ctx); err != nil {
		return nil, "", err
	}
	defer l.slot.release()
	toc := l.slot.get()
	if toc == nil {
		toc = l.fromDisk()
	}
	switch {
	case toc.has(item), toc != nil && l.source.Open == nil:
		return toc, "", nil
	case l.failed != nil || l.unknown != "":
		return nil, l.unknown, l.failed
	}
	toc, err := l.scan(ctx, toc, item)
	if err != nil && ctx.Err() == nil { // else it may only have been this caller's patience
		l.remember(err)
		return nil, l.unknown, l.failed
	}
	return toc, "", err
}

// remember tells apart a layer that is too large to be read, which is not wrong, from one that is.
func (l *lazyLayer) remember(err error) {
	var limit *LimitError
	if errors.As(err, &limit) && limit.What == storedBytes {
		l.unknown = fmt.Sprintf("layer %s is larger than the layer read limit of %d bytes", l.source.name(), limit.Limit)
		return
	}
	l.failed = fmt.Errorf("read layer %s: %w", l.source.name(), err)
}

func (l *lazyLayer) fromDisk() *TOC {
	toc := l.opts.Cache.load(l.slot.key)
	if toc == nil || mismatch("diff ID", l.source.DiffID, toc.DiffID) != nil {
		return nil
	}
	l.slot.put(toc)
	return toc
}
