package identity

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// oracleCase is one line of testdata/oracle.jsonl.gz; testdata/README.md says what was recorded.
type oracleCase struct {
	ID    string         `json:"id"`
	About string         `json:"about"`
	Image imagetest.Spec `json:"image"`
	Pod   struct {
		Spec corev1.PodSpec `json:"spec"`
	} `json:"pod"`
	Observed observed `json:"observed"`
}

// observed is what a real kubelet, containerd and the process itself said of one container.
type observed struct {
	Verdict     string              `json:"verdict"`
	Reason      string              `json:"reason"`
	Message     string              `json:"message"`
	Started     bool                `json:"started"`
	ExecError   string              `json:"execError"`
	ImportError string              `json:"importError"`
	ExitCode    int                 `json:"exitCode"`
	UID         *int64              `json:"uid"`
	GID         *int64              `json:"gid"`
	Username    *string             `json:"username"`
	Groups      []int64             `json:"groups"`
	UIDs        []int64             `json:"uids"`
	GIDs        []int64             `json:"gids"`
	Home        *string             `json:"home"`
	CapEff      string              `json:"capEff"`
	CapPrm      string              `json:"capPrm"`
	CapBnd      string              `json:"capBnd"`
	NoNewPrivs  *int                `json:"noNewPrivs"`
	Writes      map[string]string   `json:"writes"`
	Stats       map[string]string   `json:"stats"`
	CRIUser     *criUser            `json:"criUser"`
	Containers  map[string]observed `json:"containers"`
}

type criUser struct {
	UID    int64   `json:"uid"`
	GID    int64   `json:"gid"`
	Groups []int64 `json:"supplementalGroups"`
}

func readOracle(tb testing.TB) []oracleCase {
	tb.Helper()
	f, err := os.Open(filepath.Join("testdata", "oracle.jsonl.gz"))
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		tb.Fatal(err)
	}
	var all []oracleCase
	for d := json.NewDecoder(bufio.NewReader(z)); d.More(); {
		var c oracleCase
		if err := d.Decode(&c); err != nil {
			tb.Fatalf("case %d: %v", len(all)+1, err)
		}
		all = append(all, c)
	}
	return all
}

// busybox is the head of the program that the cases run; the engine reads heads only.
func busybox(t *testing.T) []byte {
	t.Helper()
	b, err := os.ReadFile("/bin/busybox")
	if err != nil || !strings.HasPrefix(string(b), "\x7fELF") {
		return staticELF()
	}
	return b[:min(len(b), 8<<10)]
}

// staticELF is a header that a Linux kernel on amd64 would load: no interpreter, one segment.
func staticELF() []byte {
	h := make([]byte, 64+56)
	copy(h, "\x7fELF\x02\x01\x01")
	h[16], h[18], h[20] = 2, 62, 1 // ET_EXEC, EM_X86_64, EV_CURRENT
	h[32], h[52], h[54], h[56] = 64, 64, 56, 1
	h[64], h[68] = 1, 5 // PT_LOAD, r-x
	return h
}

// openCase builds the case's image as an OCI layout and opens it as a user would.
func openCase(t *testing.T, opener *image.Opener, spec imagetest.Spec, contents imagetest.Contents) *image.Image {
	t.Helper()
	spec.Compression = imagetest.Plain
	img, err := spec.Image(contents)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := imagetest.WriteLayout(dir, imagetest.Tagged{Image: img}); err != nil {
		t.Fatal(err)
	}
	source, err := image.ParseSource("oci:" + dir)
	if err != nil {
		t.Fatal(err)
	}
	images, err := opener.Open(context.Background(), image.Request{Source: source, Platforms: image.All()})
	if err != nil {
		t.Fatal(err)
	}
	return images[0]
}

func TestOracle(t *testing.T) {
	opener, err := image.NewOpener(image.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer opener.Close()
	contents := imagetest.Contents{"busybox": busybox(t)}
	cases := readOracle(t)
	var agree, unsure int
	for _, c := range cases {
		t.Run(c.ID, func(t *testing.T) {
			switch verdict := runCase(t, opener, contents, &c); {
			case verdict != "":
				t.Logf("unknown: %s: %s", c.About, verdict)
				unsure++
			case !t.Failed():
				agree++
			}
		})
	}
	fmt.Printf("oracle: %d of %d agree, %d unknown\n", agree, len(cases), unsure)
	if limit := len(cases) / 100; unsure > limit {
		t.Errorf("%d cases are unknown, more than 1 %%", unsure)
	}
}

// runCase judges one case and compares all its containers; it returns why the answer is unknown, or "".
func runCase(t *testing.T, opener *image.Opener, contents imagetest.Contents, c *oracleCase) string {
	t.Helper()
	img := openCase(t, opener, c.Image, contents)
	pod := podOf(&c.Pod.Spec)
	given := make([]Given, len(pod.Containers))
	for i := range given {
		given[i] = Given{Image: img}
	}
	results, err := JudgePod(t.Context(), pod, given, Options{Evidence: finding.EvidenceEntrypoint})
	if err != nil {
		t.Fatal(err)
	}
	var unknown string
	for i := range results {
		o, ok := c.observationOf(&pod.Containers[i])
		if !ok {
			continue
		}
		req := Request{Pod: pod, Container: &pod.Containers[i], Given: given[i]}
		if failed := c.failedInit(results[i].Start.Assumes); failed != "" && results[i].Start.Verdict == Starts {
			unknown = "init container " + failed + " ran and failed"
			continue
		}
		cmp := &comparison{T: t, id: c.ID, req: req, got: &results[i], want: o}
		cmp.all()
		if cmp.unknown != "" {
			unknown = cmp.unknown
		}
	}
	return unknown
}

// failedInit names an init container that ran and ended with an error, if its success is named as an assumption.
func (c *oracleCase) failedInit(assumes []string) string {
	for name, o := range c.Observed.Containers {
		if o.Started && o.ExitCode != 0 && slices.Contains(assumes, "success of init container "+name) {
			return name
		}
	}
	return ""
}

func (c *oracleCase) observationOf(k *manifest.Container) (*observed, bool) {
	if o, ok := c.Observed.Containers[k.Name]; ok {
		return &o, true
	}
	first := k.Type == manifest.Regular && k.Name == c.Pod.Spec.Containers[0].Name
	return &c.Observed, first
}

// comparison is one container's judgement beside what was observed.
type comparison struct {
	*testing.T
	id      string
	req     Request
	got     *Result
	want    *observed
	unknown string
}

func (c *comparison) all() {
	c.Helper()
	if string(c.got.Kubelet.Verdict) != c.want.Verdict {
		c.Errorf("verdict %s (%s), observed %s", c.got.Kubelet.Verdict, c.got.Kubelet.Message, c.want.Verdict)
	}
	if c.got.Start.Verdict == StartUnknown {
		c.unknown = c.got.Start.Message
		if c.unknown == "" {
			c.Error("unknown without a reason")
		}
		return
	}
	c.start()
	c.message()
	if c.want.CRIUser != nil {
		c.equal("uid of the status", c.got.Identity.UID.Value, c.want.CRIUser.UID)
		c.equal("gid of the status", c.got.Identity.GID.Value, c.want.CRIUser.GID)
		c.groups(c.want.CRIUser.Groups)
	}
	if c.want.UID != nil && c.got.Start.Verdict == Starts {
		c.process()
	}
}

func (c *comparison) equal(what string, got, want any) {
	c.Helper()
	if got != want {
		c.Errorf("%s: %v, observed %v", what, got, want)
	}
}

// start: a container that the runtime started and whose program the kernel refused did not start for a user.
func (c *comparison) start() {
	c.Helper()
	ran := c.want.Started && c.want.ExecError == ""
	if c.id == ownMachine {
		if !strings.HasSuffix(c.want.Message, "unable to apply caps: can't apply capabilities: operation not permitted") {
			c.Errorf("the machine's own failure is %q", c.want.Message)
		}
		ran = true
	}
	if (c.got.Start.Verdict == Starts) != ran {
		c.Errorf("start %s (%s %s), observed %s, started %v", c.got.Start.Verdict, c.got.Start.Reason,
			c.got.Start.Message, c.want.Reason, c.want.Started)
	}
	if c.got.Start.Verdict != Fails {
		return
	}
	if stage, ok := stageOf[c.want.Reason]; ok && c.got.Start.Stage != stage {
		c.Errorf("stage %s, observed %s", c.got.Start.Stage, c.want.Reason)
	}
	if (c.got.Start.Reason == CreateContainerConfigError) != (c.want.Reason == "CreateContainerConfigError") {
		c.Errorf("reason %s, observed %s", c.got.Start.Reason, c.want.Reason)
	}
}

// ownMachine is a case that adds SYS_RESOURCE: it failed on the recording machine only, which did not have it to give.
const ownMachine = "power-0054"

var stageOf = map[string]Stage{
	"APIRejected": StageAPI, "FailedCreatePodSandBox": StageSandbox, "ErrImageNeverPull": StageImage,
	"PodInitializing": StageInit, "CreateContainerConfigError": StageConfig, "CreateContainerError": StageCreate,
	"StartError": StageStart, "RunContainerError": StageStart, "Error": StageExec,
}

// message: ours is the end of what was reported; where that names paths of the node, both have the same end.
func (c *comparison) message() {
	c.Helper()
	whole := c.want.Message
	if c.want.ExecError != "" {
		whole = c.want.ExecError
	}
	if i := strings.LastIndex(whole, " (pod: "); i > 0 {
		whole = whole[:i]
	}
	got := c.got.Start.Message
	if (got == "") != (c.got.Start.Verdict == Starts) {
		c.Errorf("message %q of a container that %s", got, c.got.Start.Verdict)
	}
	switch {
	case c.got.Start.Verdict == Starts || c.want.Reason == "PodInitializing":
		return
	case c.want.ImportError != "":
		// ctr's words hold paths of the node; the entry is named in both.
		if !strings.Contains(c.want.ImportError, strings.Split(got, `"`)[1]) {
			c.Errorf("message %q, observed %q", got, c.want.ImportError)
		}
		return
	case strings.HasSuffix(whole, got):
	case strings.HasSuffix(got, "exceeds 10485760 bytes") && strings.HasSuffix(whole, "bufio.Scanner: token too long"):
		// The runtime stops at the first line over 64 KiB; a file over 10 MiB is not read to see whether it has one.
	case c.got.Start.Reason == MountFailure:
		what, _, _ := strings.Cut(got, " ")
		if !strings.Contains(whole, what) || !strings.HasSuffix(whole, got[strings.LastIndex(got, ": "):]) {
			c.Errorf("message %q, observed %q", got, whole)
		}
	default:
		c.Errorf("message %q, observed %q", got, whole)
	}
	if c.got.Kubelet.Verdict == Refuses {
		c.equal("kubelet's message", c.got.Kubelet.Message, whole)
	}
}

func (c *comparison) groups(want []int64) {
	c.Helper()
	got := []int64{c.got.Identity.GID.Value}
	for _, g := range c.got.Identity.Groups {
		got = append(got, g.GID)
	}
	slices.Sort(got)
	want = slices.Clone(want)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		c.Errorf("groups %v, observed %v", got, want)
	}
}

func mask(t *testing.T, hex string) capset {
	t.Helper()
	n, err := strconv.ParseUint(hex, 16, 64)
	if err != nil {
		t.Fatal(err)
	}
	return capset(n)
}
