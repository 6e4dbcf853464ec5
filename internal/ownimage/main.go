// Command ownimage builds hullcheck's own image as an OCI layout for all its platforms: without docker, without network, and
// the same bytes for the same inputs.
//
//	ownimage -o DIR [--version V] [--revision COMMIT] [--ca-file FILE] [--platform linux/amd64,linux/arm64]
//
// SOURCE_DATE_EPOCH, in seconds, is when the image says it was created; without it that is 1970.
package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
)

// systemCAs is where distributions keep the certificates that they trust, and where Go looks for them in the image.
const systemCAs = "/etc/ssl/certs/ca-certificates.crt"

// options are what the image is made of.
type options struct {
	out, version, revision, caFile string
	platforms                      []string
	program                        imagetest.Program
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "ownimage:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	o := options{program: imagetest.Program{Dir: ".", Package: "./cmd/hullcheck"}}
	flags := pflag.NewFlagSet("ownimage", pflag.ContinueOnError)
	flags.StringVarP(&o.out, "output", "o", "bin/image", "folder to write the layout to")
	flags.StringVar(&o.version, "version", "dev", "version of the program, and tag of the image")
	flags.StringVar(&o.revision, "revision", "", "commit that it is built from")
	flags.StringVar(&o.caFile, "ca-file", systemCAs, "PEM certificates to put into the image")
	flags.StringSliceVar(&o.platforms, "platform", []string{"linux/amd64", "linux/arm64"}, "platforms to build for")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("want no argument, got %s", strings.Join(flags.Args(), " "))
	}
	created, err := createdAt(os.Getenv("SOURCE_DATE_EPOCH"))
	if err != nil {
		return err
	}
	return o.build(ctx, created)
}

// createdAt reads SOURCE_DATE_EPOCH (reproducible-builds.org/specs/source-date-epoch).
func createdAt(epoch string) (time.Time, error) {
	if epoch == "" {
		return time.Unix(0, 0).UTC(), nil
	}
	seconds, err := strconv.ParseInt(epoch, 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("SOURCE_DATE_EPOCH %q: write seconds since 1970", epoch)
	}
	return time.Unix(seconds, 0).UTC(), nil
}

// certificates are what the image trusts. Without them it can speak only to registries whose CA it is given (--ca-file).
func (o options) certificates() (string, error) {
	pem, err := os.ReadFile(o.caFile)
	if errors.Is(err, fs.ErrNotExist) && o.caFile == systemCAs {
		fmt.Fprintf(os.Stderr, "ownimage: %s is not there: the image will trust no CA; name one with --ca-file\n", systemCAs)
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("read CA file: %w", err)
	}
	return string(pem), nil
}
