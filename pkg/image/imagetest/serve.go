package imagetest

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// Server is a registry that serves one image a repository under every tag, and counts what goes over its connections.
type Server struct {
	// Host is its address, for use as the registry of a reference.
	Host  string
	bytes atomic.Int64
}

// Serve starts a Server with the same image in every repository, for the time of a test. Unlike a real registry it makes
// blobs as they are read, so that an image may be larger than memory.
func Serve(tb testing.TB, img v1.Image) *Server {
	tb.Helper()
	return ServeEach(tb, func(string) (v1.Image, error) { return img, nil })
}

// ServeEach is Serve with an image for each repository, which is made whenever it is asked for.
func ServeEach(tb testing.TB, imageOf func(repository string) (v1.Image, error)) *Server {
	tb.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatalf("listen: %v", err)
	}
	s := &Server{Host: listener.Addr().String()}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := answer(w, r, imageOf); err != nil {
			http.Error(w, err.Error(), http.StatusNotFound)
		}
	}))
	server.Listener = countingListener{listener, &s.bytes}
	server.Start()
	tb.Cleanup(server.Close)
	return s
}

// Transferred is how many bytes went over its connections so far, in both directions, headers included.
func (s *Server) Transferred() int64 { return s.bytes.Load() }

func answer(w http.ResponseWriter, r *http.Request, imageOf func(string) (v1.Image, error)) error {
	repository, kind, id := split(r.URL.Path)
	img, err := imageOf(repository)
	if err != nil {
		return fmt.Errorf("make image: %w", err)
	}
	switch kind {
	case "manifests":
		mediaType, err := img.MediaType()
		if err != nil {
			return fmt.Errorf("media type: %w", err)
		}
		w.Header().Set("Content-Type", string(mediaType))
		return send(w, img.RawManifest)
	case "blobs":
		hash, err := v1.NewHash(id)
		if err != nil {
			return fmt.Errorf("parse digest: %w", err)
		}
		if config, err := img.ConfigName(); err == nil && config == hash {
			return send(w, img.RawConfigFile)
		}
		return sendLayer(w, img, hash)
	default: // the greeting: GET /v2/
		return nil
	}
}

// split takes apart /v2/REPOSITORY/KIND/ID.
func split(path string) (repository, kind, id string) {
	parts := strings.Split(path, "/")
	if len(parts) < 5 {
		return "", "", ""
	}
	n := len(parts)
	return strings.Join(parts[2:n-2], "/"), parts[n-2], parts[n-1]
}

func send(w io.Writer, read func() ([]byte, error)) error {
	b, err := read()
	if err == nil {
		_, err = io.Copy(w, bytes.NewReader(b))
	}
	return err
}

func sendLayer(w io.Writer, img v1.Image, hash v1.Hash) error {
	l, err := img.LayerByDigest(hash)
	if err != nil {
		return fmt.Errorf("find layer: %w", err)
	}
	rc, err := l.Compressed()
	if err != nil {
		return fmt.Errorf("open layer: %w", err)
	}
	defer rc.Close() //nolint:errcheck // it was read only
	_, err = io.Copy(w, rc)
	return err
}

type countingListener struct {
	net.Listener
	bytes *atomic.Int64
}

func (l countingListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	return countingConn{c, l.bytes}, err
}

type countingConn struct {
	net.Conn
	bytes *atomic.Int64
}

func (c countingConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.bytes.Add(int64(n))
	return n, err
}

func (c countingConn) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	c.bytes.Add(int64(n))
	return n, err
}
