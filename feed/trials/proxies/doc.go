// Package proxies runs the real daemon behind real web servers.
//
// It consists of tests. The configurations of nginx and Caddy are those of the
// manual, read from its chapter, with other paths, ports and certificates.
package proxies
