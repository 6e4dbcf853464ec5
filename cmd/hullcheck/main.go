// Command hullcheck says before a container ships as whom it will run, with what power, and whether it will start.
package main

import (
	"context"
	"os"

	"github.com/hullcheck/hullcheck/internal/cli"
)

func main() {
	os.Exit(cli.Main(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
