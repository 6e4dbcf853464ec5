// Command exampleimages builds the images of examples/api-server as OCI layouts, without docker and without network: what
// its two Dockerfiles say, made with the Go toolchain alone.
//
//	exampleimages -o DIR EXAMPLE     writes DIR/before and DIR/after
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"

	"github.com/spf13/pflag"

	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
)

// tag is that of the image in both Deployments.
const tag = "1.4.0"

// programs are the example's programs, by the folder of their source below src/.
var programs = []string{"server", "migrate"}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "exampleimages:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	flags := pflag.NewFlagSet("exampleimages", pflag.ContinueOnError)
	out := flags.StringP("output", "o", "bin/images", "folder to write the layouts to")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() != 1 {
		return fmt.Errorf("want one folder (examples/api-server), got %d arguments", flags.NArg())
	}
	example := flags.Arg(0)
	contents, err := build(ctx, filepath.Join(example, "src"))
	if err != nil {
		return err
	}
	after, err := mended(example)
	if err != nil {
		return err
	}
	for name, spec := range map[string]imagetest.Spec{"before": faulty(), "after": after} {
		if err := write(filepath.Join(*out, name), spec, contents); err != nil {
			return fmt.Errorf("image %s: %w", name, err)
		}
	}
	return nil
}

// write replaces the layout in dir by one that holds the image of spec.
func write(dir string, spec imagetest.Spec, contents imagetest.Contents) error {
	img, err := spec.Image(contents)
	if err != nil {
		return err
	}
	if err := os.RemoveAll(dir); err != nil {
		return fmt.Errorf("remove old layout: %w", err)
	}
	return imagetest.WriteLayout(dir, imagetest.Tagged{Tag: tag, Image: img})
}

// build compiles the example's programs as its Dockerfiles do.
func build(ctx context.Context, src string) (contents imagetest.Contents, err error) {
	dir, err := os.MkdirTemp("", "exampleimages-")
	if err != nil {
		return nil, fmt.Errorf("make folder for programs: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	contents = imagetest.Contents{}
	for _, p := range programs {
		bin := filepath.Join(dir, p)
		cmd := exec.CommandContext(ctx, "go", "build", "-C", src, "-trimpath", "-ldflags=-s", "-o", bin, "./"+p)
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOARCH=amd64")
		cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
		if err := cmd.Run(); err != nil {
			return nil, fmt.Errorf("build %s: %w", p, err)
		}
		if contents[p], err = os.ReadFile(bin); err != nil {
			return nil, fmt.Errorf("read built program: %w", err)
		}
	}
	return contents, nil
}
