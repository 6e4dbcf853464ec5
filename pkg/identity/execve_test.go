package identity

import (
	"testing"

	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
)

// withInterpreter is a dynamic ELF of amd64.
func withInterpreter(name string) string {
	head := append(staticELF(), make([]byte, 56)...)
	head[56] = 2                      // two program headers
	copy(head[64:], make([]byte, 56)) // the first becomes PT_INTERP
	head[64], head[68] = 3, 4         // PT_INTERP, r--
	head[72] = byte(len(head))        // p_offset
	head[96] = byte(len(name) + 1)    // p_filesz
	head[120], head[124] = 1, 5       // PT_LOAD, r-x
	return string(head) + name + "\x00"
}

// TestInterpreters: what stands behind a program must be there, be executable and be what the kernel takes.
func TestInterpreters(t *testing.T) {
	elf, script := string(staticELF()), func(to string) string { return "#!" + to + "\n" }
	file := func(path, content string) imagetest.Entry {
		return imagetest.Entry{Path: path, Content: content, Mode: "0755"}
	}
	other := staticELF()
	other[18] = 40
	for name, c := range map[string]struct {
		entries []imagetest.Entry
		reason  Reason
		message string
	}{
		"dynamic": {entries: []imagetest.Entry{file("run", withInterpreter("/ld")), file("ld", elf)}},
		"no loader": {
			[]imagetest.Entry{file("run", withInterpreter("/ld"))},
			InterpreterNotFound,
			"no such file or directory",
		},
		"loader is text": {
			[]imagetest.Entry{file("run", withInterpreter("/ld")), file("ld", "x")},
			ExecFormat,
			"accessing a corrupted shared library",
		},
		"loader of arm": {
			[]imagetest.Entry{file("run", withInterpreter("/ld")), file("ld", string(other))},
			ExecFormat,
			"accessing a corrupted shared library",
		},
		"loader without x": {
			[]imagetest.Entry{file("run", withInterpreter("/ld")), {Path: "ld", Content: elf}},
			EntrypointNotExecutable, "permission denied",
		},
		"script of a script": {entries: []imagetest.Entry{file("run", script("/a")), file("a", script("/b x")), file("b", elf)}},
		"script of itself": {
			[]imagetest.Entry{file("run", script("/run"))}, ExecFormat, "too many levels of symbolic links",
		},
		"five scripts deep":   {entries: nested(5, elf)},
		"six scripts deep":    {nested(6, elf), ExecFormat, "too many levels of symbolic links"},
		"relative to the cwd": {entries: []imagetest.Entry{file("run", script("sub/b")), file("sub/b", elf)}},
		"script to a fifo": {
			[]imagetest.Entry{file("run", script("/f")), {Path: "f", Fifo: true, Mode: "0755"}},
			EntrypointNotExecutable,
			"permission denied",
		},
		"a device": {
			[]imagetest.Entry{{Path: "run", Device: true, Mode: "0755"}},
			EntrypointNotExecutable,
			"permission denied",
		},
		"capabilities of the interpreter": {
			[]imagetest.Entry{file("run", script("/b")), {
				Path: "b", Content: elf, Mode: "0755",
				Xattr: map[string]string{"security.capability": "0100000200002000000000000000000000000000"},
			}}, FileCapabilities, "operation not permitted",
		},
		"capabilities of the script": {
			entries: []imagetest.Entry{{
				Path: "run", Content: script("/b"), Mode: "0755",
				Xattr: map[string]string{"security.capability": "0100000200002000000000000000000000000000"},
			}, file("b", elf)},
		},
	} {
		t.Run(name, func(t *testing.T) {
			img := imageOf(t, imagetest.Spec{Entrypoint: []string{"/run"}, Layers: [][]imagetest.Entry{c.entries}})
			s := judgeFirst(t, plainPod, img, Options{}).Start
			want := c.message
			if want != "" {
				want = "exec /run: " + want
			}
			if s.Reason != c.reason || s.Message != want || c.reason != "" && s.Stage != StageExec {
				t.Errorf("%s %s %q at stage %s", s.Verdict, s.Reason, s.Message, s.Stage)
			}
		})
	}
}

// nested is a program behind n scripts.
func nested(n int, program string) []imagetest.Entry {
	name := func(i int) string { return "run" + string("abcdefgh"[i]) }
	entries := []imagetest.Entry{{Path: name(n - 1), Content: program, Mode: "0755"}}
	for i := range n - 1 {
		entries = append(entries, imagetest.Entry{Path: name(i), Content: "#!/" + name(i+1) + "\n", Mode: "0755"})
	}
	return append(entries, imagetest.Entry{Path: "run", Content: "#!/" + name(0) + "\n", Mode: "0755"})
}
