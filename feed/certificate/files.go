package certificate

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// Files are a certificate and its key that are loaded from PEM files, and loaded
// again when they change. New connections get the new certificate. One that cannot
// be used is a fault, and the old one stays in use until there is a good one: if
// it is half written or does not fit its key, and if its time is over or has not
// come, unless that is true of the old one, too.
type Files struct {
	cert, key string // paths; immutable
	now       func() time.Time
	log       *slog.Logger
	current   atomic.Pointer[tls.Certificate]
	refused   atomic.Pointer[string] // why the files are not in use; nil if they are

	// looking guards seen, looked and told. A handshake that finds it locked uses
	// the current certificate instead of waiting, so that a slow disk delays one
	// handshake, not all.
	looking sync.Mutex
	seen    contents
	looked  time.Time
	told    string // the problem that was logged last
	warned  bool   // that the certificate expires soon was logged
}

// contents is what the two files held when they were read, or why reading failed.
type contents struct{ cert, key, fault string }

const (
	// between is the shortest interval between two checks of the files.
	// Certificates change every few weeks, while busy sites have many handshakes
	// a second.
	between = time.Second
	// every is how often the files are checked without a handshake, so that
	// somebody learns of a fault before readers do.
	every = 10 * time.Second
)

// keys are the keys of the configuration that name the files.
const keys = "server.tls_cert and tls_key"

// Load returns the certificate in PEM files.
func Load(cert, key string, now func() time.Time, log *slog.Logger) (*Files, error) {
	f := &Files{cert: cert, key: key, now: now, log: log, looked: now()}
	f.seen = f.read()
	if err := f.take(f.seen); err != nil {
		return nil, fmt.Errorf("%s: %w; nothing is served; name a certificate in PEM and the key that belongs to it", keys, err)
	}
	f.tell()
	return f, nil
}

// TLSConfig implements Source.
func (f *Files) TLSConfig() *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: f.get}
}

// Validity implements Source.
func (f *Files) Validity() Validity {
	v := Validity{Expires: f.current.Load().Leaf.NotAfter}
	const hint = "put a certificate that is valid now there, and the key that belongs to it"
	if why := f.refused.Load(); why != nil {
		v.Problem = problem(keys, *why, "the old certificate stays in use", hint)
	} else if why := invalid(f.current.Load(), f.now()); why != "" {
		v.Problem = problem(keys, why, "clients refuse to connect", hint)
	}
	return v
}

// Watch checks the files now and then until ctx ends. Nobody should wait for it: a
// read from a dead disk may never return.
func (f *Files) Watch(ctx context.Context) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			f.looking.Lock()
			f.look()
			f.tell()
			f.looking.Unlock()
		}
	}
}

func (f *Files) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	if f.looking.TryLock() {
		f.look()
		f.looking.Unlock()
	}
	return f.current.Load(), nil
}

// look loads the certificate if the files have changed, or if their time may have
// come. It compares contents, because two versions written within one tick of the
// file system's clock may have the same size and times. The caller holds looking.
func (f *Files) look() {
	now := f.now()
	if now.Sub(f.looked) < between {
		return
	}
	f.looked = now
	read := f.read()
	if read == f.seen && f.refused.Load() == nil {
		return
	}
	f.seen = read
	var refused *string
	if err := f.take(read); err != nil {
		why := err.Error()
		refused = &why
	}
	f.refused.Store(refused) // at once: a status that is read meanwhile tells of the fault
	f.tell()
}

// tell logs once what is wrong with the certificate, that it expires soon, and
// that it is good again. The caller holds looking, or is alone.
func (f *Files) tell() {
	v, now := f.Validity(), ""
	if v.Problem != nil {
		now = v.Problem.Error()
	}
	soon := now == "" && v.Expires.Sub(f.now()) < ExpiresSoon
	switch {
	case now != "" && now != f.told:
		f.log.Error(now)
	case now == "" && f.told != "":
		f.log.Info("the certificate of server.tls_cert is good", "expires", v.Expires.UTC().Format(time.RFC3339))
	case soon && !f.warned:
		f.log.Warn("the certificate of server.tls_cert expires soon; renew it", "expires", v.Expires.UTC().Format(time.RFC3339))
	}
	f.told, f.warned = now, soon
}

// take parses what was read and makes it the current certificate, unless the
// present one is better.
func (f *Files) take(read contents) error {
	if read.fault != "" {
		return errors.New(read.fault)
	}
	certificate, err := tls.X509KeyPair([]byte(read.cert), []byte(read.key))
	if err != nil {
		return err
	}
	now, old := f.now(), f.current.Load()
	if why := invalid(&certificate, now); why != "" && old != nil && invalid(old, now) == "" {
		return errors.New(why)
	}
	f.current.Store(&certificate)
	return nil
}

func (f *Files) read() contents {
	cert, err := readRegular(f.cert)
	if err != nil {
		return contents{fault: err.Error()}
	}
	key, err := readRegular(f.key)
	if err != nil {
		return contents{fault: err.Error()}
	}
	return contents{cert: string(cert), key: string(key)}
}

// readRegular reads a regular file. Opening a FIFO without a writer would block
// forever with looking held.
func readRegular(name string) ([]byte, error) {
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a regular file", name)
	}
	return os.ReadFile(name)
}
