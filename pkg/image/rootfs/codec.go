package rootfs

import (
	"bytes"
	"encoding/gob"
	"errors"
	"fmt"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/klauspost/compress/zstd"
)

// cacheMagic begins every cache file; the number changes with the meaning of what follows.
const cacheMagic = "hullcheck layer 1\n"

// maxCacheFile caps what a cache file may unpack to.
const maxCacheFile = 1 << 30

var errForeign = errors.New("not a cache file of this version")

// table is a TOC in columns: names in one string, and what many entries share once. It loads ten times as fast as a list of
// structs. The zstd frame around it carries a checksum over its content.
type table struct {
	Digest, DiffID v1.Hash
	Stored         int64
	Names, Links   text
	Stats          []stat
	StatOf         []uint32
	Sizes          []int64
	Programs       []Program
	ProgramOf      []uint32 // 0: none
	Capabilities   map[int][]byte
	Bodies         map[int][]byte
}

// stat is what few distinct values of serve all entries of a layer.
type stat struct {
	Typeflag byte
	Mode     uint32
	UID, GID int64
	Device   [2]int64
}

// text is a list of strings in one.
type text struct {
	Bytes   string
	Lengths []uint32
}

func (t *text) add(s string) {
	t.Lengths = append(t.Lengths, uint32(len(s))) // not over Limits.PathLength
}

// encode gives the content of a cache file.
func encode(toc *TOC) ([]byte, error) {
	var plain bytes.Buffer
	if err := gob.NewEncoder(&plain).Encode(newTable(toc)); err != nil {
		return nil, fmt.Errorf("encode table of contents: %w", err)
	}
	w, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return nil, fmt.Errorf("encode table of contents: %w", err)
	}
	defer func() { _ = w.Close() }() // nothing is pending: EncodeAll is used
	return w.EncodeAll(plain.Bytes(), []byte(cacheMagic)), nil
}

// decode reads the content of a cache file. Whatever is wrong with it, it is an error and never a panic.
func decode(file []byte) (*TOC, error) {
	packed, ok := bytes.CutPrefix(file, []byte(cacheMagic))
	if !ok {
		return nil, errForeign
	}
	r, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxCacheFile))
	if err != nil {
		return nil, fmt.Errorf("decode table of contents: %w", err)
	}
	defer r.Close()
	plain, err := r.DecodeAll(packed, nil)
	if err != nil {
		return nil, fmt.Errorf("decode table of contents: %w", err)
	}
	var t table
	if err := gob.NewDecoder(bytes.NewReader(plain)).Decode(&t); err != nil {
		return nil, fmt.Errorf("decode table of contents: %w", err)
	}
	return t.toc()
}
