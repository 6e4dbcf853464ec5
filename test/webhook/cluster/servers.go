package cluster

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/hullcheck/hullcheck/test/oracle/process"
)

// auditPolicy writes one line for each request that ended, with its annotations.
const auditPolicy = `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
  - level: Metadata
    verbs: [create, update, patch]
    resources: [{group: ""}, {group: apps}, {group: batch}]
  - level: None
`

func (c *Cluster) startEtcd(ctx context.Context) error {
	client, err := FreePort()
	if err != nil {
		return err
	}
	peer, err := FreePort()
	if err != nil {
		return err
	}
	c.etcdURL = fmt.Sprintf("http://127.0.0.1:%d", client)
	peers := fmt.Sprintf("http://127.0.0.1:%d", peer)
	c.etcd, err = process.Start(c.dir, "etcd", nil, c.bin+"/etcd", "--data-dir", c.at("etcd"), "--unsafe-no-fsync", "--log-level=warn",
		"--listen-client-urls", c.etcdURL, "--advertise-client-urls", c.etcdURL,
		"--listen-peer-urls", peers, "--initial-advertise-peer-urls", peers, "--initial-cluster", "default="+peers)
	if err != nil {
		return err
	}
	return c.etcd.Await(ctx, time.Minute, func(ctx context.Context) error { return answers(ctx, c.etcdURL+"/health") })
}

// StartAPIServer starts the API server, again after StopAPIServer, at the same address.
func (c *Cluster) StartAPIServer(ctx context.Context) (err error) {
	c.api, err = process.Start(c.dir, "kube-apiserver", nil, c.bin+"/kube-apiserver", "--etcd-servers", c.etcdURL,
		"--bind-address=127.0.0.1", "--secure-port", strconv.Itoa(c.port), "--advertise-address=192.0.2.2", "--endpoint-reconciler-type=none",
		"--tls-cert-file", c.at("server.crt"), "--tls-private-key-file", c.at("server.key"), "--client-ca-file", c.at("ca.crt"),
		"--service-account-key-file", c.at("accounts.key"), "--service-account-signing-key-file", c.at("accounts.key"),
		"--service-account-issuer=https://kubernetes.default.svc", "--authorization-mode=Node,RBAC",
		"--service-cluster-ip-range=10.96.0.0/24", "--allow-privileged=true", "--kubelet-preferred-address-types=Hostname",
		"--disable-admission-plugins=ServiceAccount,PodSecurity",
		"--audit-policy-file", c.at("audit.yaml"), "--audit-log-path", c.at("audit.log"), "--audit-log-mode=blocking")
	if err != nil {
		return err
	}
	return c.api.Await(ctx, 2*time.Minute, c.ready)
}

// StopAPIServer ends the API server alone; what was written stays in etcd.
func (c *Cluster) StopAPIServer() error { return c.api.Stop() }
