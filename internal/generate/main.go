// Command generate writes everything that is said a second time: the schemas of what rules see, the index of the built-in
// rules, and their pages. Run it by make generate in the root of the repository; the gate refuses a difference.
package main

import (
	"context"
	"fmt"
	"os"
)

func main() {
	if err := generate(context.Background(), "."); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}
