package helm

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"strings"
	"sync"
	"time"

	"helm.sh/helm/v4/pkg/chart/common"
	commonutil "helm.sh/helm/v4/pkg/chart/common/util"
	chartutil "helm.sh/helm/v4/pkg/chart/v2/util"
	"helm.sh/helm/v4/pkg/engine"
)

// maxTime is how long a chart may take. What text/template does in one step cannot be stopped: its goroutine is then
// left behind.
const maxTime = 20 * time.Second

// job is one chart with all that it is rendered with.
type job struct {
	files   []chartFile
	values  Values
	version string
}

// rendered is what a chart gives: the text of each template by its key.
type rendered struct {
	*loaded
	texts map[string]string
}

// run renders the chart. edit is applied to the text of each template before, by its place in the order of keys.
func (j *job) run(ctx context.Context, edit func(i int, source string) string) (*rendered, error) {
	ctx, cancel := context.WithTimeout(ctx, maxTime)
	defer cancel()
	defer mute()()
	type result struct {
		r   *rendered
		err error
	}
	done := make(chan result, 1)
	go func() {
		r, err := j.render(ctx, edit)
		done <- result{r, err}
	}()
	select {
	case out := <-done:
		return out.r, out.err
	case <-ctx.Done():
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			return nil, fmt.Errorf("the chart takes longer than %v", maxTime)
		}
		return nil, ctx.Err()
	}
}

func (j *job) render(ctx context.Context, edit func(i int, source string) string) (out *rendered, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the chart cannot be rendered: %v", r)
		}
	}()
	values, fault := j.values.merge()
	if fault != nil {
		return nil, fault
	}
	l, err := load(j.files, values)
	if err != nil {
		return nil, err
	}
	caps, err := j.capabilities()
	if err != nil {
		return nil, err
	}
	if want := l.chart.Metadata.KubeVersion; want != "" && !chartutil.IsCompatibleRange(want, caps.KubeVersion.String()) {
		fault := faultIn(j.files, "/kubeVersion")
		fault.Message = fmt.Sprintf("helm: the chart wants kubeVersion %s, and is rendered for %s", want, caps.KubeVersion.Version)
		fault.Hint = "write the version of the cluster, --kubernetes-version 1.N"
		return nil, fault
	}
	all, err := commonutil.ToRenderValuesWithSchemaValidation(l.chart, values, common.ReleaseOptions{
		Name: "release-name", Namespace: "default", Revision: 1, IsInstall: true,
	}, caps, true)
	if err != nil {
		return nil, fmt.Errorf("merge the values: %w", err)
	}
	if merged, err := all.Table("Values"); err == nil {
		if err := validate(l.chart, merged.AsMap()); err != nil {
			fault := faultIn(j.files, "")
			fault.Message, fault.Err = "helm: "+err.Error(), err
			if errors.As(err, new(unmetError)) {
				fault.Hint = giveValues
			}
			return nil, fault
		}
	}
	for i := range l.templates {
		l.templates[i].file.Data = []byte(edit(i, l.templates[i].source))
	}
	b := &budget{ctx: ctx}
	texts, err := engine.Engine{CustomTemplateFuncs: b.functions()}.RenderWithContext(ctx, l.chart, all)
	if err != nil {
		return nil, err
	}
	return &rendered{loaded: l, texts: texts}, nil
}

// capabilities are those of the Kubernetes version that is asked for; the APIs are those that Helm assumes without a
// cluster.
func (j *job) capabilities() (*common.Capabilities, error) {
	caps := common.DefaultCapabilities.Copy()
	if j.version == "" {
		return caps, nil
	}
	version := j.version
	if strings.Count(version, ".") == 1 {
		version += ".0" // as a cluster says
	}
	v, err := common.ParseKubeVersion(version)
	if err != nil {
		return nil, fmt.Errorf("read the Kubernetes version: %w", err)
	}
	caps.KubeVersion = *v
	return caps, nil
}

// muting counts the renderings that keep the library's warnings from standard error: it writes them to the log of the
// whole program.
var muting struct {
	sync.Mutex
	count  int
	before io.Writer
}

func mute() (undo func()) {
	muting.Lock()
	defer muting.Unlock()
	if muting.count++; muting.count == 1 {
		muting.before = log.Writer()
		log.SetOutput(io.Discard)
	}
	return func() {
		muting.Lock()
		defer muting.Unlock()
		if muting.count--; muting.count == 0 {
			log.SetOutput(muting.before)
		}
	}
}
