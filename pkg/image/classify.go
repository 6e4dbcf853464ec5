package image

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"unicode"

	"github.com/google/go-containerregistry/pkg/v1/remote/transport"
)

// classify says what an error of the registry's client means for the user.
func (r *repository) classify(err error) error {
	var answer *transport.Error
	switch {
	case ClassOf(err) != "" || gaveUp(err):
		return err
	case errors.As(err, &answer):
		return r.answered(answer)
	case isNetwork(err):
		dropQuery(err)
		return &Error{Class: Unreachable, Err: err, Hint: r.networkHint(err)}
	default:
		return &Error{Class: Malformed, Detail: "the answer of " + r.host(), Err: err, Hint: "is it a registry?"}
	}
}

func (r *repository) host() string { return hostName(r.name.Registry) }

// answered reads the status and the error codes of the distribution specification.
func (r *repository) answered(answer *transport.Error) *Error {
	e := &Error{Detail: fmt.Sprintf("%s answers %d%s", r.host(), answer.StatusCode, words(answer))}
	switch status := answer.StatusCode; {
	case status == http.StatusTooManyRequests || says(answer, transport.TooManyRequestsErrorCode):
		e.Class, e.Hint = RateLimited, "wait, or log in: docker login "+r.host()+" raises the limit of most registries"
	case status == http.StatusUnauthorized:
		e.Class, e.Hint = Unauthorized, r.loginHint()
	case status == http.StatusForbidden:
		e.Class, e.Hint = Forbidden, r.forbiddenHint()
	case status == http.StatusNotFound && isPing(answer.Request):
		e.Class, e.Hint = Malformed, "is it a registry?"
	case status == http.StatusNotFound:
		e.Class, e.Hint = NotFound, "look at the spelling of repository and tag; some registries hide what they do not let you see"
	case status >= http.StatusInternalServerError:
		e.Class, e.Hint = Unreachable, "the registry has a fault: try again later"
	default:
		e.Class, e.Hint = Malformed, "is it a registry?"
	}
	return e
}

// loginHint: many registries, Docker Hub among them, answer 401 for a repository that does not exist.
func (r *repository) loginHint() string {
	if r.anonymous {
		return "there is no such repository, or it wants credentials and there are none: docker login " + r.host()
	}
	return "there is no such repository, or the credentials for " + r.host() + " are wrong or expired: docker login " + r.host()
}

func (r *repository) forbiddenHint() string {
	if r.anonymous {
		return "it is private, or does not exist: docker login " + r.host()
	}
	return "the account in the docker config may not pull it"
}

func says(answer *transport.Error, code transport.ErrorCode) bool {
	for _, d := range answer.Errors {
		if d.Code == code {
			return true
		}
	}
	return false
}

func isPing(req *http.Request) bool { return req != nil && req.URL.Path == "/v2/" }

// maxWords is how much of a stranger's text gets into a message.
const maxWords = 300

// words are the registry's own, in one line: what it writes is not trusted on a terminal.
func words(answer *transport.Error) string {
	var said []string
	for _, d := range answer.Errors {
		said = append(said, strings.TrimSpace(string(d.Code)+" "+d.Message))
	}
	if len(said) == 0 {
		return " " + http.StatusText(answer.StatusCode)
	}
	return ": " + oneLine(strings.Join(said, "; "))
}

func oneLine(s string) string {
	s = strings.Map(func(c rune) rune {
		if unicode.IsPrint(c) {
			return c
		}
		return ' '
	}, s)
	if short := []rune(s); len(short) > maxWords {
		s = string(short[:maxWords]) + "…"
	}
	return strings.TrimSpace(s)
}

func isNetwork(err error) bool {
	var u *url.Error
	var n net.Error
	var op *net.OpError
	return errors.As(err, &u) || errors.As(err, &n) || errors.As(err, &op) ||
		errors.Is(err, errPlain) || errors.Is(err, io.ErrUnexpectedEOF)
}

// dropQuery shortens the URL in an error: where a registry keeps its blobs elsewhere, the query is the key to them.
func dropQuery(err error) {
	var u *url.Error
	if errors.As(err, &u) {
		u.URL, _, _ = strings.Cut(u.URL, "?")
	}
}

func (r *repository) networkHint(err error) string {
	var authority x509.UnknownAuthorityError
	var verification *tls.CertificateVerificationError
	var noTLS tls.RecordHeaderError
	switch {
	case errors.As(err, &authority), errors.As(err, &verification):
		return "its certificate is not trusted: name the CA's with --ca-file, or --insecure-registry " + r.host()
	case errors.As(err, &noTLS), errors.Is(err, errPlain), strings.Contains(err.Error(), "HTTP response to HTTPS client"):
		return "it does not speak TLS: --insecure-registry " + r.host()
	default:
		return "look at the host name, the network and the proxy settings"
	}
}
