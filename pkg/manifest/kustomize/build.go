package kustomize

import (
	"context"
	"fmt"
	"os"
	"sync"

	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/api/resmap"
)

// building is held by every build: the library keeps the OpenAPI schema of the last build in variables of its packages.
var building sync.Mutex

// build runs kustomize as its command line does by default: no plugin that is a program, no file that does not lie in or
// below the kustomization that names it. texts take the place of what files hold.
func build(ctx context.Context, root, dir string, texts map[string][]byte) (m resmap.ResMap, err error) {
	building.Lock()
	defer building.Unlock()
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("kustomize fails on this input: %v", r)
		}
	}()
	defer mute()()
	return krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(newFiles(ctx, root, texts), dir)
}

// mute keeps from standard error what the library writes there itself: a warning for each deprecated field, on every
// build. It is undone by what it returns. Only the variable changes: who holds the file writes on.
func mute() (undo func()) {
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		return func() {}
	}
	stderr := os.Stderr
	os.Stderr = null
	return func() {
		os.Stderr = stderr
		null.Close() //nolint:errcheck,gosec // nothing was written
	}
}
