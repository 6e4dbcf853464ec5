// Package pki makes the certificates that a cluster, a webhook and a registry show each other in a test. Keys are of elliptic
// curves: they cost nothing to make.
package pki

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

// Authority signs certificates.
type Authority struct {
	// PEM is its own certificate, for those who shall trust it.
	PEM  []byte
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

// Pair is a certificate with its key, each as PEM.
type Pair struct{ Cert, Key []byte }

// Request is what a certificate says. Valid is the time from now until it ends: negative, it has ended already; zero, it is an
// hour.
type Request struct {
	CommonName    string
	Organizations []string
	// Hosts are names and addresses of a server; a client has none.
	Hosts []string
	Valid time.Duration
}

// New makes an authority.
func New(name string) (*Authority, error) {
	template := &x509.Certificate{
		Subject: pkix.Name{CommonName: name}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	a := &Authority{}
	pair, err := a.sign(template, 24*time.Hour)
	if err != nil {
		return nil, fmt.Errorf("make authority: %w", err)
	}
	a.PEM = pair.Cert
	return a, nil
}

// Issue makes a certificate.
func (a *Authority) Issue(r Request) (Pair, error) {
	template := &x509.Certificate{
		Subject:     pkix.Name{CommonName: r.CommonName, Organization: r.Organizations},
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	for _, h := range r.Hosts {
		if ip := net.ParseIP(h); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
		} else {
			template.DNSNames = append(template.DNSNames, h)
		}
	}
	if r.Valid == 0 {
		r.Valid = time.Hour
	}
	pair, err := a.sign(template, r.Valid)
	if err != nil {
		return Pair{}, fmt.Errorf("issue certificate of %s: %w", r.CommonName, err)
	}
	return pair, nil
}

// sign makes a key and its certificate. An authority without one signs itself.
func (a *Authority) sign(template *x509.Certificate, valid time.Duration) (Pair, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return Pair{}, err
	}
	if template.SerialNumber, err = rand.Int(rand.Reader, big.NewInt(1<<62)); err != nil {
		return Pair{}, err
	}
	template.NotBefore, template.NotAfter = time.Now().Add(-48*time.Hour), time.Now().Add(valid)
	parent, signer := a.cert, a.key
	if parent == nil {
		parent, signer = template, key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, key.Public(), signer)
	if err != nil {
		return Pair{}, err
	}
	keyDER, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return Pair{}, err
	}
	if a.cert == nil {
		a.key = key
		if a.cert, err = x509.ParseCertificate(der); err != nil {
			return Pair{}, err
		}
	}
	return Pair{
		Cert: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}),
		Key:  pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: keyDER}),
	}, nil
}

// Write puts the pair into dir as NAME.crt and NAME.key, each by renaming, so that a reader never sees half of a file.
func (p Pair) Write(dir, name string) (cert, key string, err error) {
	cert, key = filepath.Join(dir, name+".crt"), filepath.Join(dir, name+".key")
	return cert, key, errors.Join(Replace(cert, p.Cert), Replace(key, p.Key))
}

// Replace writes a file by renaming.
func Replace(file string, content []byte) error {
	part := file + ".part"
	return errors.Join(os.WriteFile(part, content, 0o600), os.Rename(part, file))
}
