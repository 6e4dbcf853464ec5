package admission

import (
	"github.com/prometheus/client_golang/prometheus"
)

// Watch lets the counts of an image reader be told too. The reader may be another one later: counter gives the one in use,
// nil where images are not read.
func (m *Metrics) Watch(counter func() ImageCounter) error {
	return m.registry.Register(imageCollector{counter})
}

type imageCollector struct{ counter func() ImageCounter }

// imageMetric is a metric of the image reader: value gives its one sample, or values one for each result.
type imageMetric struct {
	desc   *prometheus.Desc
	kind   prometheus.ValueType
	value  func(ImageCounts) float64
	values func(ImageCounts) map[string]uint64
}

var imageMetrics = []imageMetric{
	byResult("hullcheck_image_reads_total", "Images asked of a registry, by the result: success, or why not.",
		func(c ImageCounts) map[string]uint64 { return c.Reads }),
	byResult("hullcheck_image_layer_reads_total", "Questions about files put to the layers of an image, by the result.",
		func(c ImageCounts) map[string]uint64 { return c.LayerReads }),
	imageTotal("memory_hits", "Images answered from memory.", func(c ImageCounts) uint64 { return c.MemoryHits }),
	imageTotal("disk_hits", "Images answered from the cache folder.", func(c ImageCounts) uint64 { return c.DiskHits }),
	imageTotal("refused", "Images that may not be asked for.", func(c ImageCounts) uint64 { return c.Refused }),
	imageTotal("bytes", "Bytes that came from registries.", func(c ImageCounts) uint64 { return c.Bytes }),
	imageGauge("reads_in_flight", "Images being read from registries, or waiting for it.",
		func(c ImageCounts) int64 { return c.InFlight }),
	imageGauge("cache_images", "Images whose facts are in memory.", func(c ImageCounts) int64 { return c.Kept }),
	imageGauge("cache_bytes", "About what these facts take.", func(c ImageCounts) int64 { return c.KeptBytes }),
}

func byResult(name, help string, values func(ImageCounts) map[string]uint64) imageMetric {
	return imageMetric{
		desc: prometheus.NewDesc(name, help, []string{"result"}, nil), kind: prometheus.CounterValue, values: values,
	}
}

func imageTotal(name, help string, value func(ImageCounts) uint64) imageMetric {
	return imageMetric{
		desc: prometheus.NewDesc("hullcheck_image_"+name+"_total", help, nil, nil), kind: prometheus.CounterValue,
		value: func(c ImageCounts) float64 { return float64(value(c)) },
	}
}

func imageGauge(name, help string, value func(ImageCounts) int64) imageMetric {
	return imageMetric{
		desc: prometheus.NewDesc("hullcheck_image_"+name, help, nil, nil), kind: prometheus.GaugeValue,
		value: func(c ImageCounts) float64 { return float64(value(c)) },
	}
}

// Describe implements prometheus.Collector.
func (c imageCollector) Describe(out chan<- *prometheus.Desc) {
	for _, m := range imageMetrics {
		out <- m.desc
	}
}

// Collect implements prometheus.Collector.
func (c imageCollector) Collect(out chan<- prometheus.Metric) {
	counter := c.counter()
	if counter == nil {
		return
	}
	counts := counter.Counts()
	for _, m := range imageMetrics {
		if m.value != nil {
			out <- prometheus.MustNewConstMetric(m.desc, m.kind, m.value(counts))
			continue
		}
		for result, n := range m.values(counts) {
			out <- prometheus.MustNewConstMetric(m.desc, m.kind, float64(n), result)
		}
	}
}
