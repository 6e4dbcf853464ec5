package admission

import (
	"net/http"
	"sync"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics are what /metrics tells.
type Metrics struct {
	registry *prometheus.Registry

	requests *prometheus.CounterVec
	duration *prometheus.HistogramVec
	findings *prometheus.CounterVec
	refused  *prometheus.CounterVec
	panics   prometheus.Counter
	inFlight prometheus.Gauge

	reloads    *prometheus.CounterVec
	reloadGood *prometheus.GaugeVec
	expiry     prometheus.Gauge

	mu    sync.Mutex
	kinds map[string]bool
}

// maxKinds bounds the kinds that are counted by their names.
const maxKinds = 64

// NewMetrics makes metrics with nothing counted.
func NewMetrics(version string) *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(), kinds: map[string]bool{},
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "hullcheck_requests_total", Help: "Reviews answered, by the kind of object and the verdict.",
		}, []string{"kind", "verdict"}),
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "hullcheck_request_duration_seconds", Help: "Time to answer a review, by the verdict.",
			Buckets: []float64{.0005, .001, .002, .003, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30},
		}, []string{"verdict"}),
		findings: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "hullcheck_findings_total", Help: "Reviews with a finding of the rule, by the gravest that it led to: denied, warned, or audited (the audit log alone).",
		}, []string{"rule", "action"}),
		refused: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "hullcheck_refused_total", Help: "HTTP requests that were answered without a review, by their status code.",
		}, []string{"code"}),
		panics: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "hullcheck_panics_total", Help: "Faults of the program that a review met.",
		}),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "hullcheck_requests_in_flight", Help: "Reviews being answered when the last one came.",
		}),
		reloads: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "hullcheck_reloads_total", Help: "Attempts to load the policy or the certificates, by their result: success or failure.",
		}, []string{"what", "result"}),
		reloadGood: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "hullcheck_reload_successful", Help: "1 where the last attempt to load succeeded; 0 where an older state is in use.",
		}, []string{"what"}),
		expiry: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "hullcheck_certificate_expiry_timestamp_seconds", Help: "When the serving certificate ends.",
		}),
	}
	build := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "hullcheck_build_info", Help: "1, with the version.", ConstLabels: prometheus.Labels{"version": version},
	})
	build.Set(1)
	m.registry.MustRegister(m.requests, m.duration, m.findings, m.refused, m.panics, m.inFlight, m.reloads, m.reloadGood,
		m.expiry, build, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Handler serves the metrics.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{Registry: m.registry})
}

// count counts a review. Past a bound, kinds share a name: whoever may define kinds must not fill the memory.
func (m *Metrics) count(kind string, v Verdict) {
	m.mu.Lock()
	if !m.kinds[kind] {
		if len(m.kinds) < maxKinds {
			m.kinds[kind] = true
		} else {
			kind = "other"
		}
	}
	m.mu.Unlock()
	m.requests.WithLabelValues(kind, string(v)).Inc()
}

// found counts the rules of findings by what these led to.
func (m *Metrics) found(action Verdict, rules []string) {
	for _, rule := range rules {
		m.findings.WithLabelValues(rule, string(action)).Inc()
	}
}

// loaded notes an attempt to load something.
func (m *Metrics) loaded(what string, err error) {
	result, good := "success", 1.0
	if err != nil {
		result, good = "failure", 0
	}
	m.reloads.WithLabelValues(what, result).Inc()
	m.reloadGood.WithLabelValues(what).Set(good)
}
