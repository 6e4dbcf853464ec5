package identity

import (
	"encoding/json"
	"slices"
	"testing"

	corev1 "k8s.io/api/core/v1"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// FuzzJudge: whatever pod meets whatever image, there is an answer, and it hangs together.
func FuzzJudge(f *testing.F) {
	for i, c := range readOracle(f) {
		if i%97 != 0 {
			continue
		}
		pod, err := json.Marshal(c.Pod.Spec)
		if err != nil {
			f.Fatal(err)
		}
		img, err := json.Marshal(c.Image)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(pod, img, uint8(i))
	}
	contents := imagetest.Contents{"busybox": staticELF()}
	f.Fuzz(func(t *testing.T, podJSON, imageJSON []byte, world uint8) {
		var spec corev1.PodSpec
		var described imagetest.Spec
		if json.Unmarshal(podJSON, &spec) != nil || json.Unmarshal(imageJSON, &described) != nil {
			t.Skip()
		}
		img := fuzzedImage(t, described, contents)
		levels := []finding.Evidence{finding.EvidenceConfig, finding.EvidenceUsers, finding.EvidenceEntrypoint, finding.EvidenceTree}
		opts := Options{Evidence: levels[world%4], Runtime: []Runtime{Containerd, CRIO}[world/4%2]}
		pod := podOf(&spec)
		given := make([]Given, len(pod.Containers))
		for i := range given {
			given[i] = Given{Image: img}
		}
		results, err := JudgePod(t.Context(), pod, given, opts)
		if err != nil {
			t.Skip("the source failed")
		}
		for i := range results {
			consistent(t, &results[i])
		}
		if _, err := JudgeImageUser(t.Context(), img, opts); err != nil {
			t.Error(err)
		}
	})
}

// TestMixtures lets each recorded pod meet images that it was not recorded with, under either runtime and every level of
// evidence.
func TestMixtures(t *testing.T) {
	cases := readOracle(t)
	contents := imagetest.Contents{"busybox": staticELF()}
	levels := []finding.Evidence{finding.EvidenceConfig, finding.EvidenceUsers, finding.EvidenceEntrypoint, finding.EvidenceTree}
	for i := range cases {
		img := fuzzedImage(t, withoutLargeFiles(cases[i].Image), contents)
		for step := range 6 {
			k := (i + 1 + step*191) % len(cases)
			pod := podOf(&cases[k].Pod.Spec)
			given := make([]Given, len(pod.Containers))
			for n := range given {
				given[n] = Given{Image: img}
			}
			results, err := JudgePod(t.Context(), pod, given, Options{
				Evidence: levels[(i+step)%4], Runtime: []Runtime{Containerd, CRIO}[step%2],
			})
			if err != nil {
				t.Fatalf("pod of %s, image of %s: %v", cases[k].ID, cases[i].ID, err)
			}
			for n := range results {
				consistent(t, &results[n])
			}
			if t.Failed() {
				t.Fatalf("pod of %s, image of %s", cases[k].ID, cases[i].ID)
			}
		}
	}
}

func withoutLargeFiles(spec imagetest.Spec) imagetest.Spec {
	for i := range spec.Layers {
		spec.Layers[i] = slices.DeleteFunc(spec.Layers[i], func(e imagetest.Entry) bool { return e.Size > 1<<20 })
	}
	return spec
}

func fuzzedImage(t *testing.T, described imagetest.Spec, contents imagetest.Contents) *image.Image {
	t.Helper()
	for _, l := range described.Layers {
		for _, e := range l {
			if e.Size > 1<<20 {
				t.Skip("large")
			}
		}
	}
	described.Compression = imagetest.Plain
	built, err := described.Image(contents)
	if err != nil {
		t.Skip()
	}
	layers, err := built.Layers()
	if err != nil {
		t.Skip()
	}
	return &image.Image{
		Platform: image.Platform{OS: "linux", Architecture: "amd64"}, Files: rootfs.New(layers, rootfs.Options{}),
		Config: image.Config{
			User: described.User, Env: described.Env, Entrypoint: described.Entrypoint, Cmd: described.Cmd,
			WorkingDir: described.Workdir, Volumes: described.Volumes,
		},
	}
}

// consistent: a failure has a reason and words, what is not known has a reason, what starts has neither.
func consistent(t *testing.T, r *Result) {
	t.Helper()
	s := r.Start
	switch {
	case s.Verdict == Starts && (s.Reason != NoReason || s.Message != "" || s.Stage != ""),
		s.Verdict == Fails && (s.Reason == NoReason || s.Message == "" || s.Stage == ""),
		s.Verdict == StartUnknown && (s.Reason != NoReason || s.Message == ""),
		s.Verdict == "", r.Kubelet.Verdict == "",
		r.Kubelet.Verdict == Refuses && s.Verdict != Fails,
		s.Verdict == Starts && r.Kubelet.Verdict != Admits:
		t.Errorf("%+v %+v", r.Kubelet, s)
	}
	if _, err := json.Marshal(r); err != nil {
		t.Error(err)
	}
}
