package egress_test

import (
	"context"
	"net"
	"net/netip"
	"sync/atomic"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

// dns is a name server that answers every question for an address of IPv4 with the next of its addresses, and with the last
// for ever.
type dns struct {
	conn      net.PacketConn
	addresses []netip.Addr
	asked     atomic.Int64
}

// resolver starts a name server and gives a resolver that asks it alone.
func resolver(t *testing.T, addresses ...string) (*net.Resolver, *dns) {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	d := &dns{conn: conn}
	for _, a := range addresses {
		d.addresses = append(d.addresses, netip.MustParseAddr(a))
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		d.serve()
	}()
	t.Cleanup(func() {
		_ = conn.Close()
		<-done
	})
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}, d
}

func (d *dns) serve() {
	buf := make([]byte, 1500)
	for {
		n, from, err := d.conn.ReadFrom(buf)
		if err != nil {
			return
		}
		var m dnsmessage.Message
		if m.Unpack(buf[:n]) != nil || len(m.Questions) != 1 {
			continue
		}
		if answer, err := d.answer(m); err == nil {
			_, _ = d.conn.WriteTo(answer, from)
		}
	}
}

func (d *dns) answer(m dnsmessage.Message) ([]byte, error) {
	q := m.Questions[0]
	out := dnsmessage.Message{
		Header:    dnsmessage.Header{ID: m.ID, Response: true, Authoritative: true},
		Questions: m.Questions,
	}
	if q.Type == dnsmessage.TypeA {
		at := min(int(d.asked.Add(1)), len(d.addresses)) - 1
		out.Answers = []dnsmessage.Resource{{
			Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class},
			Body:   &dnsmessage.AResource{A: d.addresses[at].As4()},
		}}
	}
	return out.Pack()
}
