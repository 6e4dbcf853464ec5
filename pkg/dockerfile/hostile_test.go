package dockerfile_test

import (
	"context"
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/hullcheck/hullcheck/pkg/dockerfile"
)

// hostile are Dockerfiles that are meant to hurt. Each is answered, or refused with a clear error, within the limit.
func hostile() map[string]string {
	line := strings.Repeat("x", 1<<20)
	stages := func(n int, each func(i int) string) string {
		var b strings.Builder
		b.WriteString("FROM debian:12 AS s0\n")
		for i := 1; i <= n; i++ {
			b.WriteString(each(i))
		}
		return b.String()
	}
	return map[string]string{
		"long-run":            "FROM debian:12\nRUN " + line + "\n",
		"long-user":           "FROM debian:12\nUSER " + line + "\n",
		"long-env":            "FROM debian:12\nENV A=" + line + "\nUSER $A\n",
		"long-comment":        "# " + line + "\nFROM debian:12\n",
		"long-heredoc":        "FROM debian:12\nCOPY <<E /etc/passwd\n" + strings.Repeat("u:x:1:1::/:\n", 80_000) + "E\nRUN useradd app\n",
		"long-continuation":   "FROM debian:12\nRUN true" + strings.Repeat(" && \\\n true", 100_000) + "\n",
		"nested-expansion":    "FROM debian:12\nUSER " + strings.Repeat("${A:-", 100_000) + "x" + strings.Repeat("}", 100_000) + "\n",
		"nested-substitution": "FROM debian:12\nRUN echo " + strings.Repeat("$(echo ", 8_000) + strings.Repeat(")", 8_000) + "\n",
		"nested-if":           "FROM debian:12\nRUN " + strings.Repeat("if true; then ", 4_000) + "true" + strings.Repeat("; fi", 4_000) + "\n",
		"nested-parens":       "FROM debian:12\nRUN " + strings.Repeat("( ", 20_000) + "true" + strings.Repeat(" )", 20_000) + "\n",
		"nested-parens-many":  "FROM unread:1\n" + strings.Repeat("RUN "+strings.Repeat("(", 60_000)+"\n", 30),
		"nested-at-limit":     "FROM unread:1\n" + strings.Repeat("RUN "+strings.Repeat("(", 60_000)+"\n", 21),
		"nested-sh":           "FROM debian:12\nRUN " + strings.Repeat("sh -c 'eval ", 500) + "\n",
		"doubling-variable":   "FROM debian:12\nRUN A=xxxxxxxx; " + strings.Repeat("A=$A$A; ", 60) + "echo $A >> /etc/passwd\n",
		"doubling-env":        "FROM debian:12\nENV A=xxxxxxxx\n" + strings.Repeat("ENV A=$A$A\n", 40),
		"doubling-file":       "FROM debian:12\nRUN " + strings.Repeat("cat /etc/passwd /etc/passwd > /tmp/a && cp /tmp/a /etc/passwd; ", 60) + "\n",
		"ifs":                 "FROM debian:12\nRUN " + strings.Repeat("if maybe; then useradd a; fi; ", 1_000) + "\n",
		"long-loop":           "FROM debian:12\nRUN for i in " + strings.Repeat("a ", 10_000) + "; do useradd u$i; done\n",
		"nested-loops":        "FROM debian:12\nRUN " + strings.Repeat("for i in 1 2 3 4 5 6 7 8 9; do ", 12) + "useradd u" + strings.Repeat("; done", 12) + "\n",
		"braces":              "FROM debian:12\nRUN touch " + strings.Repeat("{a,b}", 40) + "\n",
		"stages":              stages(10_000, func(i int) string { return fmt.Sprintf("FROM s%d AS s%d\nENV A=%d\n", i-1, i, i) }),
		"stages-at-limit": stages(499, func(i int) string {
			return fmt.Sprintf("FROM s%d AS s%d\nCOPY --from=s%d / /\nRUN useradd u%d\n", i-1, i, i-1, i)
		}),
		"copies-at-limit": stages(300, func(i int) string {
			return fmt.Sprintf("FROM scratch AS s%d\nCOPY --from=s%d / /a\nCOPY --from=s%d / /b\n", i, i-1, i-1)
		}),
		"runs-at-limit":    "FROM debian:12\n" + strings.Repeat("RUN ./a && chown -R 5:5 /home && chmod -R g=u /home\n", 999),
		"envs-at-limit":    "FROM unread:1\n" + strings.Repeat("ENV X=$A\nENV Y=${B:+$C}\n", 499),
		"onbuild-at-limit": "FROM debian:12 AS a\n" + strings.Repeat("ONBUILD RUN useradd x\n", 998) + "FROM a\n",
		"stages-apart":     stages(10_000, func(i int) string { return fmt.Sprintf("FROM scratch AS s%d\n", i) }),
		"stages-copies":    stages(2_000, func(i int) string { return fmt.Sprintf("FROM s%d AS s%d\nCOPY --from=s%d / /\n", i-1, i, i-1) }),
		"onbuild-many":     "FROM debian:12 AS a\n" + strings.Repeat("ONBUILD RUN useradd x\n", 5_000) + "FROM a\n",
		"users":            "FROM debian:12\n" + strings.Repeat("RUN useradd a$RANDOM\n", 2_000),
		"many-users":       "FROM debian:12\n" + strings.Repeat("USER app\nUSER 0\n", 5_000),
		"workdirs":         "FROM debian:12\n" + strings.Repeat("WORKDIR a\n", 2_000),
		"instructions":     "FROM debian:12\n" + strings.Repeat("LABEL a=b\n", 20_000),
		"variables":        "FROM unread:1\n" + strings.Repeat("ENV X=$A\nENV Y=${B:+$C}\n", 5_000),
		"nul":              "FROM debian:12\nUSER a\x00b\nRUN \x00\n",
		"not-utf-8":        "FROM debian:12\nUSER \xff\xfe\nRUN \xff\n",
		"no-newline":       "FROM debian:12\\",
		"circular":         "FROM b AS a\nFROM a AS b\nCOPY --from=c / /\nFROM b AS c\nCOPY --from=c / /\n",
		"big-ignore":       "FROM scratch\nCOPY . /\n",
	}
}

// processorTime is what the process has used so far: other than the time of day it does not depend on what else the
// machine does.
func processorTime(t *testing.T) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func TestHostile(t *testing.T) {
	bases := newShelf(t)
	const limit = time.Second
	for name, content := range hostile() {
		t.Run(name, func(t *testing.T) {
			start := processorTime(t)
			p, err := dockerfile.Predict(context.Background(), dockerfile.Options{
				File: "Dockerfile", Content: []byte(content), ContextDir: t.TempDir(), Bases: bases,
			})
			if err == nil {
				_, err = p.Image.Files.Read(context.Background(), "/etc/passwd", 1<<20)
			}
			if err != nil && len(err.Error()) > 2_000 {
				t.Errorf("the error is %d bytes long", len(err.Error()))
			}
			if took := processorTime(t) - start; took > limit {
				t.Errorf("took %v of processor time: %v", took, err)
			}
		})
	}
}
