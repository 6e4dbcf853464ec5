// Command server is the example's API server. It answers on :8080 and keeps its scratch files in the temporary folder,
// which is why a read-only root file system needs a writable mount there.
package main

import (
	"errors"
	"fmt"
	"log"
	"net/http"
	"os"
	"time"
)

func main() {
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

func run() error {
	if err := os.MkdirAll(os.TempDir(), 0o1777); err != nil {
		return fmt.Errorf("make temporary folder: %w", err)
	}
	scratch, err := os.MkdirTemp("", "api-")
	if err != nil {
		return fmt.Errorf("make scratch folder: %w", err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, "uid %d, scratch in %s\n", os.Getuid(), scratch)
	})
	server := &http.Server{Addr: ":8080", Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %w", err)
	}
	return nil
}
