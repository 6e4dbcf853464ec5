// Command probe is what the oracle's containers run: it prints what a process can see of its own identity and power, one
// KEY VALUE a line, and, as "pause" or "sleep", does nothing until it is told to stop.
//
// It reads and writes through system calls of the Go runtime only, so that it runs in an image that holds nothing else.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
)

func main() {
	if filepath.Base(os.Args[0]) == "pause" {
		stop := make(chan os.Signal, 1)
		signal.Notify(stop, syscall.SIGTERM, syscall.SIGINT)
		<-stop
		return
	}
	status, err := os.Open("/proc/self/status")
	if err != nil {
		fmt.Println("error", err)
		os.Exit(3)
	}
	for s := bufio.NewScanner(status); s.Scan(); {
		key, value, _ := strings.Cut(s.Text(), ":")
		switch key {
		case "Uid", "Gid", "Groups", "CapBnd", "CapPrm", "CapEff", "NoNewPrivs", "Seccomp":
			fmt.Println(key, strings.Join(strings.Fields(value), " "))
		}
	}
	if home, ok := os.LookupEnv("HOME"); ok {
		fmt.Printf("HOME %q\n", home)
	}
	if dir, err := os.Getwd(); err == nil {
		fmt.Printf("PWD %q\n", dir)
	}
	for _, path := range strings.Fields(os.Getenv("PROBE_WRITES")) {
		fmt.Printf("WRITE %s %s\n", path, write(path))
	}
	fmt.Println("END")
}

// write tries to make a file in a directory and names the error as the C library does.
func write(dir string) string {
	f, err := os.CreateTemp(dir, ".probe-")
	if err == nil {
		name := f.Name()
		if err := f.Close(); err == nil {
			err = os.Remove(name)
		}
		if err == nil {
			return "ok"
		}
	}
	var errno syscall.Errno
	if !errors.As(err, &errno) {
		return err.Error()
	}
	for name, e := range map[string]syscall.Errno{
		"EROFS": syscall.EROFS, "EACCES": syscall.EACCES, "EPERM": syscall.EPERM, "ENOENT": syscall.ENOENT, "ENOTDIR": syscall.ENOTDIR,
	} {
		if e == errno {
			return name
		}
	}
	return errno.Error()
}
