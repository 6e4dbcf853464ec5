package serving

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"
)

// Health asks one of the pages healthz and readyz, and gives its status.
func (s *Server) Health(ctx context.Context, page string) (int, error) {
	status, _, err := s.Get(ctx, page)
	return status, err
}

// Metric adds up the samples of a metric whose labels contain all of the given parts, as `verdict="denied"`.
func (s *Server) Metric(ctx context.Context, name string, parts ...string) (sum float64, err error) {
	_, body, err := s.Get(ctx, "metrics")
	if err != nil {
		return 0, err
	}
	found := false
	for line := range strings.Lines(body) {
		labels, value, ok := strings.Cut(strings.TrimPrefix(strings.TrimSpace(line), name), " ")
		if !ok || !strings.HasPrefix(line, name) || (labels != "" && labels[0] != '{') {
			continue
		}
		found = true
		if !containsAll(labels, parts) {
			continue
		}
		v, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return 0, fmt.Errorf("read metric %q: %w", line, err)
		}
		sum += v
	}
	if !found {
		return 0, fmt.Errorf("no metric is called %s", name)
	}
	return sum, nil
}

func containsAll(labels string, parts []string) bool {
	for _, p := range parts {
		if !strings.Contains(labels, p) {
			return false
		}
	}
	return true
}

// Get asks one of the pages that are not for the API server.
func (s *Server) Get(ctx context.Context, page string) (status int, body string, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, fmt.Sprintf("http://127.0.0.1:%d/%s", s.MetricsPort, page), nil)
	if err != nil {
		return 0, "", err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, "", err
	}
	b, err := io.ReadAll(resp.Body)
	return resp.StatusCode, string(b), errors.Join(err, resp.Body.Close())
}

// Resident is the memory that a process holds, in bytes.
func Resident(pid int) (int64, error) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(b)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kib, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			return kib << 10, err
		}
	}
	return 0, errors.New("the kernel tells no VmRSS")
}

// tick is the unit in which Linux tells the CPU time of processes.
const tick = 10 * time.Millisecond

// CPU is the time of cores that a process has taken since its start, in its own code and in the kernel's.
func CPU(pid int) (time.Duration, error) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, err
	}
	// The second field is the program's name in parentheses, which may hold anything; utime and stime are 14 and 15.
	const utime = 14 - 3
	fields := strings.Fields(string(b[bytes.LastIndexByte(b, ')')+1:]))
	if len(fields) < utime+2 {
		return 0, fmt.Errorf("the kernel tells of process %d: %s", pid, b)
	}
	user, err := strconv.ParseInt(fields[utime], 10, 64)
	system, err2 := strconv.ParseInt(fields[utime+1], 10, 64)
	return time.Duration(user+system) * tick, errors.Join(err, err2)
}

// OpenFiles counts the server's descriptors.
func (s *Server) OpenFiles() (int, error) {
	entries, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", s.Pid()))
	return len(entries), err
}
