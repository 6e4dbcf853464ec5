package rootfs

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"weak"
)

// DefaultCacheLimit is how many bytes of cache files are kept. A layer of 20,000 entries takes some 300 KiB.
const DefaultCacheLimit = 256 << 20

// Cache keeps tables of contents by layer digest: on disk between runs, and in memory for as long as an image uses them.
// A nil *Cache keeps nothing, so that each image reads its layers itself. It is safe for concurrent use, also by several
// processes on one directory.
type Cache struct {
	// Warn hears why a cache file could not be written; nil where nobody cares. What cannot be read is read from the layer.
	Warn func(error)

	dir   string // "" for memory only
	limit int64

	mu    sync.Mutex
	slots map[string]weak.Pointer[slot]
}

// DefaultCacheDir is hullcheck's folder in the user's cache directory.
func DefaultCacheDir() (string, error) {
	base, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("find cache directory: %w", err)
	}
	return filepath.Join(base, "hullcheck"), nil
}

// NewCache keeps at most limit bytes in dir, which is made when it is first needed; 0 is DefaultCacheLimit.
func NewCache(dir string, limit int64) *Cache {
	c := NewMemoryCache()
	c.dir, c.limit = filepath.Join(dir, "layers"), orDefault(limit, DefaultCacheLimit)
	return c
}

// NewMemoryCache writes nothing to disk (--no-cache), but images that are open at the same time share their layers.
func NewMemoryCache() *Cache { return &Cache{slots: map[string]weak.Pointer[slot]{}} }

// slot is the one meeting place for a layer; a layer without a name has its own.
func (c *Cache) slot(key string) *slot {
	if c == nil || key == "" {
		return newSlot("")
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if s := c.slots[key].Value(); s != nil {
		return s
	}
	s := newSlot(key)
	c.slots[key] = weak.Make(s)
	runtime.AddCleanup(s, c.forget, key)
	return s
}

// forget drops what points nowhere any more.
func (c *Cache) forget(key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.slots[key].Value() == nil {
		delete(c.slots, key)
	}
}

// load is the table of contents as it is on disk, nil where there is none or it is damaged.
func (c *Cache) load(key string) *TOC {
	if c == nil || c.dir == "" || key == "" {
		return nil
	}
	return loadFile(filepath.Join(c.dir, key))
}

// store writes the table of contents to disk. That it cannot is no reason to fail: the layer is read again next time.
func (c *Cache) store(key string, toc *TOC) {
	if c == nil || c.dir == "" || key == "" {
		return
	}
	err := storeFile(c.dir, key, toc)
	if err == nil {
		err = evict(c.dir, c.limit)
	}
	if err != nil && c.Warn != nil {
		c.Warn(fmt.Errorf("write layer cache: %w", err))
	}
}
