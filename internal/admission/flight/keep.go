package flight

import "time"

// settle keeps an answer, or forgets that it was asked for. The caller holds the lock.
func (g *Group[V]) settle(c *call[V]) {
	ttl := time.Duration(0)
	if g.o.Keep != nil && !g.closed {
		ttl = g.o.Keep(c.value, c.err)
	}
	if ttl <= 0 {
		delete(g.calls, c.key)
		return
	}
	c.cost = 1
	if g.o.Cost != nil {
		c.cost = g.o.Cost(c.key, c.value)
	}
	g.cost += c.cost
	c.element = g.order.PushFront(c)
	c.expiry = time.AfterFunc(ttl, func() { g.expire(c) })
	g.makeRoom()
}

// makeRoom drops what was not asked for longest.
func (g *Group[V]) makeRoom() {
	for g.o.Max > 0 && g.cost > g.o.Max {
		last := g.order.Back()
		c, ok := last.Value.(*call[V])
		if !ok {
			return
		}
		g.drop(c)
	}
}

func (g *Group[V]) expire(c *call[V]) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.drop(c)
}

// drop forgets an answer, once.
func (g *Group[V]) drop(c *call[V]) {
	if c.element == nil || g.calls[c.key] != c {
		return
	}
	c.expiry.Stop()
	g.order.Remove(c.element)
	g.cost -= c.cost
	delete(g.calls, c.key)
}

// Forget drops the answer to key if v is it, so that the next who asks gets another.
func (g *Group[V]) Forget(key string, is func(v V) bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if c, ok := g.calls[key]; ok && c.element != nil && is(c.value) {
		g.drop(c)
	}
}

// Len is how many answers are kept, and Cost what they cost.
func (g *Group[V]) Len() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.order.Len()
}
