package rootfs

import (
	"context"
	"maps"
)

// has tells whether nothing need be read for the item. It is false for no TOC at all.
func (t *TOC) has(item int) bool {
	if t == nil || item == noBody {
		return t != nil
	}
	_, ok := t.Bodies[item]
	return ok
}

// scan reads the layer and keeps the result. With known, the layer was scanned before and only the item's body is missing.
func (l *lazyLayer) scan(ctx context.Context, known *TOC, item int) (*TOC, error) {
	limits := l.opts.Limits
	if l.source.Size > limits.Compressed {
		return nil, &LimitError{What: storedBytes, Limit: limits.Compressed} // half of it would decide nothing
	}
	opts := ScanOptions{Digest: l.source.Digest, DiffID: l.source.DiffID, Size: l.source.Size, Limits: limits}
	if l.opts.Progress != nil {
		opts.Progress = func(read int64) { l.opts.Progress(l.source.name(), read, l.source.Size) }
	}
	if known != nil && item != noBody {
		size := known.Items[item].Size
		opts.Limits.Body, opts.Limits.Bodies = size, size
		opts.Keep = func(index int, _ string) bool { return index == item }
	}
	toc, err := l.open(ctx, opts)
	if err != nil {
		return nil, err
	}
	if known != nil {
		maps.Copy(toc.Bodies, known.Bodies)
	}
	l.slot.put(toc)
	l.opts.Cache.store(l.slot.key, toc)
	return toc, nil
}

func (l *lazyLayer) open(ctx context.Context, opts ScanOptions) (*TOC, error) {
	stream, err := l.source.Open(ctx)
	if err != nil {
		return nil, err
	}
	stop := context.AfterFunc(ctx, func() { _ = stream.Close() }) // ends a read that hangs
	defer func() {
		if stop() {
			_ = stream.Close()
		}
	}()
	return Scan(ctx, stream, opts)
}
