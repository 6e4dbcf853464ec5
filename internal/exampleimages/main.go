// Command exampleimages builds the images of examples/api-server as OCI layouts, without docker and without network: what
// its two Dockerfiles say, made with the Go toolchain alone.
//
//	exampleimages -o DIR EXAMPLE     writes DIR/before and DIR/after
package main

import (
	"context"
	"fmt"
	"os"
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
func build(ctx context.Context, src string) (imagetest.Contents, error) {
	contents := imagetest.Contents{}
	for _, p := range programs {
		program, err := imagetest.Program{Dir: src, Package: "./" + p, Arch: "amd64"}.Compile(ctx)
		if err != nil {
			return nil, err
		}
		contents[p] = program
	}
	return contents, nil
}
