package cli

import (
	"fmt"
	"log/slog"
	"reflect"
	"sync"
	"time"

	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"

	"github.com/hullcheck/hullcheck/internal/admission"
	"github.com/hullcheck/hullcheck/internal/admission/images"
	"github.com/hullcheck/hullcheck/internal/admission/pullsecrets"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// imageSource holds the image reader of the rulebook in use. A configuration that says the same of images goes on with it,
// and with what it has learned.
type imageSource struct {
	log         *slog.Logger
	api         *rest.Config
	pullSecrets bool

	mu       sync.Mutex
	settings admission.ImageSettings
	reader   *images.Reader
	finder   *pullsecrets.Finder
}

// retireAfter is how long a reader that was replaced may still answer requests that began with it.
const retireAfter = time.Minute

// of gives the reader for these settings, nil where images are not read. use says whether its rulebook is used.
func (s *imageSource) of(settings admission.ImageSettings) (reader *images.Reader, use func(bool), err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if settings.Off {
		return nil, func(bool) {}, nil
	}
	if s.reader != nil && reflect.DeepEqual(s.settings, settings) {
		return s.reader, func(bool) {}, nil
	}
	if err := s.prepareFinder(); err != nil {
		return nil, nil, err
	}
	if reader, err = s.open(settings); err != nil {
		return nil, nil, err
	}
	return reader, func(used bool) { s.use(reader, settings, used) }, nil
}

func (s *imageSource) use(reader *images.Reader, settings admission.ImageSettings, used bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.reader
	if !used {
		old = reader
	} else {
		s.reader, s.settings = reader, settings
	}
	switch {
	case old == nil:
	case used:
		time.AfterFunc(retireAfter, old.Close)
	default:
		old.Close()
	}
}

func (s *imageSource) prepareFinder() error {
	if !s.pullSecrets || s.finder != nil {
		return nil
	}
	client, err := kubernetes.NewForConfig(s.api)
	if err != nil {
		return fmt.Errorf("reach the API server: %w", err)
	}
	s.finder = pullsecrets.New(pullsecrets.FromClient(client), pullsecrets.Options{})
	return nil
}

func (s *imageSource) open(settings admission.ImageSettings) (*images.Reader, error) {
	o := images.Options{
		CAFile: settings.CAFile, Insecure: settings.InsecureRegistries, UserAgent: "hullcheck/" + toolVersion(),
		PullSecrets: s.finder, AllowRegistries: settings.AllowedRegistries, AllowAddresses: settings.AllowedAddresses,
		TagTTL: settings.TagTTL, FailureTTL: settings.FailureTTL, PerRegistry: settings.PerRegistry,
		Images: int64(settings.CachedImages), Limits: rootfs.Limits{Compressed: settings.LayerBytes},
		Warn: func(err error) { s.log.Warn("images", "error", err.Error()) },
	}
	if settings.CacheDir != "" {
		o.Cache = rootfs.NewCache(settings.CacheDir, settings.CacheBytes)
	}
	r, err := images.New(o)
	if err != nil {
		return nil, fmt.Errorf("prepare to read images: %w", err)
	}
	return r, nil
}

// counter is the reader in use, for /metrics.
func (s *imageSource) counter() admission.ImageCounter {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.reader == nil {
		return nil
	}
	return s.reader
}

// close ends the reader in use.
func (s *imageSource) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.reader != nil {
		s.reader.Close()
	}
	if s.finder != nil {
		s.finder.Close()
	}
}
