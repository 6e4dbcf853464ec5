package check

import "sync"

// workers do jobs side by side. Each is one goroutine for many jobs: one for each job would have its stack grown anew
// for each object.
type workers struct {
	jobs chan func()
	busy sync.WaitGroup
}

func startWorkers(n int) *workers {
	w := &workers{jobs: make(chan func(), n)}
	for range n {
		w.busy.Go(func() {
			for job := range w.jobs {
				job()
			}
		})
	}
	return w
}

// do hands a job to the next worker that is free, and waits while there are too many. A job must not hand out others.
func (w *workers) do(job func()) { w.jobs <- job }

// wait ends the workers once all jobs are done.
func (w *workers) wait() {
	close(w.jobs)
	w.busy.Wait()
}
