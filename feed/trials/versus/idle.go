package main

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// idle measures the memory of idle connections.
func (b *bench) idle(o options) error {
	if err := installed("nginx", "caddy"); err != nil {
		return err
	}
	servers, err := b.same()
	if err != nil {
		return err
	}
	var memory [2]float64
	for i, s := range servers[:2] {
		before, after, err := rise(s, o.idle)
		if err != nil {
			return err
		}
		memory[i] = after
		fmt.Printf("%s: %.1f MB with %d idle connections, %.1f MB without: %.1f KB each\n", s.name, after/1e6, o.idle, before/1e6, (after-before)/1e3/float64(o.idle))
	}
	fmt.Printf("ratio %.2f\n", memory[0]/memory[1])
	return nil
}

// rise returns the memory of a server before and after n connections are
// opened.
func rise(s *server, n int) (before, after float64, err error) {
	if before, err = resident(s.c.Process.Pid); err != nil {
		return 0, 0, err
	}
	connections, err := open(s, n)
	for _, c := range connections {
		defer c.Close()
	}
	if err != nil {
		return 0, 0, err
	}
	after, err = resident(s.c.Process.Pid)
	return before, after, err
}

// open opens n connections to a server, and gets one answer on each.
func open(s *server, n int) (connections []net.Conn, err error) {
	address := strings.TrimPrefix(s.url, "http://")
	for i := range n {
		from := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, byte(2+i%100))}}
		c, err := from.Dial("tcp", address)
		if err != nil {
			return connections, fmt.Errorf("connection %d to %s: %w; raise the limit of open files (ulimit -n), or ask for fewer", i, s.name, err)
		}
		connections = append(connections, c)
		if _, err := fmt.Fprintf(c, "HEAD /feed.atom HTTP/1.1\r\nHost: %s\r\n\r\n", address); err != nil {
			return connections, err
		}
		answer, err := http.ReadResponse(bufio.NewReader(c), &http.Request{Method: http.MethodHead})
		if err != nil {
			return connections, fmt.Errorf("connection %d to %s: %w", i, s.name, err)
		}
		if answer.StatusCode != http.StatusOK {
			return connections, fmt.Errorf("connection %d to %s: %s", i, s.name, answer.Status)
		}
	}
	return connections, nil
}

// resident returns the memory of a process and its children, in bytes.
func resident(pid int) (bytes float64, err error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(status)) {
		if fields := strings.Fields(line); len(fields) == 3 && fields[0] == "VmRSS:" {
			kb, err := strconv.ParseFloat(fields[1], 64)
			if err != nil {
				return 0, err
			}
			bytes += kb * 1024
		}
	}
	children, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	for _, file := range children {
		list, _ := os.ReadFile(file) // the thread may be gone
		for _, child := range strings.Fields(string(list)) {
			id, err := strconv.Atoi(child)
			if err != nil {
				return 0, err
			}
			more, err := resident(id)
			if err != nil {
				return 0, err
			}
			bytes += more
		}
	}
	return bytes, nil
}
