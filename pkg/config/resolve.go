package config

import (
	"os"
	"path/filepath"
	"strings"
)

// resolve makes paths that are relative to the file's folder relative to the working directory.
func (c *Config) resolve(file string) {
	dir := filepath.Dir(file)
	if dir == "." {
		return
	}
	for i := range c.Sources {
		s := &c.Sources[i]
		s.Source = resolveSource(dir, s.Source)
		each(s.Values, func(v string) string { return join(dir, v) })
	}
	each(c.Values, func(s string) string { return join(dir, s) })
	each(c.Policies, func(s string) string { return resolvePolicy(dir, s) })
	for ref, s := range c.Images {
		c.Images[ref] = resolveSource(dir, s)
	}
	for name, s := range c.BuildContexts {
		c.BuildContexts[name] = resolveContext(dir, s)
	}
	c.CAFile, c.Baseline = join(dir, c.CAFile), join(dir, c.Baseline)
	c.Webhook.Images.CacheDir = join(dir, c.Webhook.Images.CacheDir)
}

func each(list []string, f func(string) string) {
	for i, s := range list {
		list[i] = f(s)
	}
}

func join(dir, path string) string {
	if path == "" || filepath.IsAbs(path) {
		return path
	}
	joined := filepath.Join(dir, path)
	if strings.HasSuffix(path, "/") {
		joined += "/"
	}
	return joined
}

// pathSchemes are the schemes of a SOURCE that are followed by a path.
var pathSchemes = []string{"oci:", "archive:", "dockerfile:", "kustomize:", "helm:"}

// resolveSource leaves alone what is no path. As on the command line, what stands on the disk is a path, and what does
// not, but looks like a reference (a registry host, a tag or a digest), is an image.
func resolveSource(dir, source string) string {
	for _, scheme := range pathSchemes {
		if path, ok := strings.CutPrefix(source, scheme); ok {
			return scheme + join(dir, path)
		}
	}
	joined := join(dir, source)
	if source == "-" || strings.HasPrefix(source, "registry:") || strings.HasPrefix(source, "daemon:") {
		return source
	}
	if _, err := os.Lstat(joined); err != nil && looksLikeImage(source) {
		return source
	}
	return joined
}

func looksLikeImage(source string) bool {
	host, _, slash := strings.Cut(source, "/")
	return strings.ContainsAny(source, ":@") || slash && (strings.Contains(strings.Trim(host, "."), ".") || host == "localhost")
}

func resolvePolicy(dir, policy string) string {
	if strings.HasPrefix(policy, "oci://") {
		return policy
	}
	return join(dir, policy)
}

// resolveContext: a build context is a folder, or names its scheme as docker build has it (docker-image://, oci-layout://).
func resolveContext(dir, context string) string {
	if path, ok := strings.CutPrefix(context, "oci-layout://"); ok {
		return "oci-layout://" + join(dir, path)
	}
	if strings.Contains(context, "://") {
		return context
	}
	return join(dir, context)
}
