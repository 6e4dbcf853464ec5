package node

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// Observation is what the node did with a pod's first container.
type Observation struct {
	// Reason and Message are those of the container's state; Message is without what only this machine knows of.
	Reason, Message string
	// Started: the runtime started the container. Ran: the probe ran to its end, so Process counts.
	Started, Ran bool
	ExitCode     int32
	// Output is what the container wrote, where the probe did not run.
	Output  string
	Process Process
}

// Process is what the probe saw of itself.
type Process struct {
	UID, GID   int64
	Groups     []int64
	Home       *string
	Dir        string
	Bounding   uint64
	Permitted  uint64
	Effective  uint64
	NoNewPrivs bool
	Writes     map[string]string
}

// read turns a final pod status and the container's log into an observation.
func (n *Node) read(pod *corev1.Pod) (Observation, error) {
	status := pod.Status.ContainerStatuses[0]
	var obs Observation
	switch s := status.State; {
	case s.Terminated != nil:
		obs.Reason, obs.Message, obs.ExitCode = s.Terminated.Reason, s.Terminated.Message, s.Terminated.ExitCode
		obs.Started = s.Terminated.Reason != "StartError" && s.Terminated.Reason != "ContainerCannotRun"
	case s.Waiting != nil:
		obs.Reason, obs.Message = s.Waiting.Reason, s.Waiting.Message
	}
	if !obs.Started {
		return obs, nil
	}
	dir := fmt.Sprintf("%s_%s_%s", pod.Namespace, pod.Name, pod.UID)
	log, err := os.ReadFile(filepath.Join(n.logs(), dir, status.Name, "0.log"))
	if err != nil {
		return obs, fmt.Errorf("read log of %s: %w", pod.Name, err)
	}
	obs.Output = messages(log)
	obs.Ran = strings.HasSuffix(obs.Output, "END\n")
	if obs.Ran {
		obs.Process, err = parse(obs.Output)
	}
	return obs, err
}

// messages takes the container's own lines out of a CRI log: "TIME STREAM TAG MESSAGE".
func messages(log []byte) string {
	var b strings.Builder
	for s := bufio.NewScanner(bytes.NewReader(log)); s.Scan(); {
		if fields := strings.SplitN(s.Text(), " ", 4); len(fields) == 4 {
			b.WriteString(fields[3] + "\n")
		}
	}
	return b.String()
}

// parse reads the probe's lines.
func parse(output string) (p Process, err error) {
	p.Writes = map[string]string{}
	for line := range strings.Lines(output) {
		key, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		fields := strings.Fields(value)
		switch key {
		case "Uid":
			p.UID, err = strconv.ParseInt(fields[1], 10, 64)
		case "Gid":
			p.GID, err = strconv.ParseInt(fields[1], 10, 64)
		case "Groups":
			p.Groups, err = numbers(fields)
		case "CapBnd":
			p.Bounding, err = strconv.ParseUint(value, 16, 64)
		case "CapPrm":
			p.Permitted, err = strconv.ParseUint(value, 16, 64)
		case "CapEff":
			p.Effective, err = strconv.ParseUint(value, 16, 64)
		case "NoNewPrivs":
			p.NoNewPrivs = value == "1"
		case "HOME":
			var home string
			home, err = strconv.Unquote(value)
			p.Home = &home
		case "PWD":
			p.Dir, err = strconv.Unquote(value)
		case "WRITE":
			p.Writes[fields[0]] = fields[1]
		}
		if err != nil {
			return p, fmt.Errorf("read probe's line %q: %w", line, err)
		}
	}
	return p, nil
}

func numbers(fields []string) ([]int64, error) {
	list := make([]int64, 0, len(fields))
	for _, f := range fields {
		v, err := strconv.ParseInt(f, 10, 64)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, nil
}
