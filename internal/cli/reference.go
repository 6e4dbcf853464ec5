package cli

import (
	"io"

	"github.com/spf13/cobra"
)

// Root is the tree of commands for whoever documents it. It writes nothing; to run a command line call Main.
func Root() *cobra.Command { return newRoot(&env{stdout: io.Discard, stderr: io.Discard}) }
