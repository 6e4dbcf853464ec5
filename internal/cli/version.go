package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/hullcheck/hullcheck/pkg/check"
)

// version is set by the linker; without it the module version is told, as "go install" records it.
var version string

func toolVersion() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "dev"
}

func versionCommand(e *env) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version and what it was built from",
		Args:  noArguments,
		RunE:  func(*cobra.Command, []string) error { return tellVersion(e) },
	}
}

func tellVersion(e *env) error {
	_, err := fmt.Fprintf(e.stdout, "hullcheck %s\nkubernetes 1.%d\n%s %s/%s\n%s", toolVersion(), check.NewestKnown,
		runtime.Version(), runtime.GOOS, runtime.GOARCH, revision())
	return err
}

// revision is the commit that the binary was built from, "" where the build did not see one.
func revision() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	var rev, dirty string
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			rev = s.Value
		case s.Key == "vcs.modified" && s.Value == "true":
			dirty = " (modified)"
		}
	}
	if rev == "" {
		return ""
	}
	return "commit " + rev + dirty + "\n"
}
