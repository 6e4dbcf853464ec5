package rootfs_test

import (
	"archive/tar"
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// program is what Scan says of a file with this content.
func program(t *testing.T, content string) rootfs.Program {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	h, _ := header(t, "0755 x")
	h.Size = int64(len(content))
	write(t, w, h, content)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return *scan(t, b.Bytes(), rootfs.ScanOptions{}).Items[0].Program
}

func TestPrograms(t *testing.T) {
	script := func(interpreter, argument string) rootfs.Program {
		return rootfs.Program{Format: rootfs.Script, Interpreter: interpreter, Argument: argument}
	}
	damaged := func(why string) rootfs.Program { return rootfs.Program{Format: rootfs.Script, Damaged: why} }
	const tooLong = "the #! line is longer than the kernel reads (256 bytes)"
	tests := map[string]struct {
		content string
		want    rootfs.Program
	}{
		"empty":                  {"", rootfs.Program{Format: rootfs.Empty}},
		"text":                   {"echo hello\n", rootfs.Program{Format: rootfs.Other}},
		"one byte":               {"#", rootfs.Program{Format: rootfs.Other}},
		"script":                 {"#!/bin/sh\necho", script("/bin/sh", "")},
		"no newline":             {"#!/bin/sh", script("/bin/sh", "")},
		"argument":               {"#!/usr/bin/env  python3 -u \t\n", script("/usr/bin/env", "python3 -u")},
		"blanks before":          {"#! \t /bin/sh\n", script("/bin/sh", "")},
		"tab between":            {"#!/bin/sh\t-e\n", script("/bin/sh", "-e")},
		"carriage return":        {"#!/bin/sh\r\n", script("/bin/sh\r", "")},
		"carriage return, blank": {"#!/bin/sh \r\n", script("/bin/sh", "\r")},
		"relative":               {"#!sh\n", script("sh", "")},
		"nothing":                {"#!\n", damaged("no interpreter after #!")},
		"blanks only":            {"#! \t\n", damaged("no interpreter after #!")},
		"NUL in the name":        {"#!/bin/sh\x00x -e\n", script("/bin/sh", "")},
		"NUL in the argument":    {"#!/bin/sh -e\x00x\n", script("/bin/sh", "-e")},
		"longest name":           {"#!/" + strings.Repeat("n", 252) + "\n", script("/"+strings.Repeat("n", 252), "")},
		"name cut off":           {"#!/" + strings.Repeat("n", 253) + "\n", damaged(tooLong)},
		"name ended by a blank":  {"#!/" + strings.Repeat("n", 252) + " x\n", script("/"+strings.Repeat("n", 252), "")},
		"argument cut off":       {"#!/bin/sh " + strings.Repeat("a", 300) + "\n", script("/bin/sh", strings.Repeat("a", 245))},
		"255 blanks":             {"#!" + strings.Repeat(" ", 255) + "/bin/sh\n", damaged(tooLong)},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, program(t, tt.content)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
