package front

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"slices"
	"strings"
	"time"

	"github.com/coreos/go-systemd/v22/activation"
	"github.com/coreos/go-systemd/v22/daemon"
)

// Listeners are the sockets of the service.
type Listeners struct {
	Main            []net.Listener // of the site
	Admin, Redirect []net.Listener // empty if not configured
	Held            bool           // systemd keeps the sockets of the site open
}

// Addresses are those that Listen opens if systemd did not: HOST:PORT, or "unix:"
// and the path of a socket. Admin and Redirect may be empty.
type Addresses struct{ Main, Admin, Redirect string }

// Listen uses the sockets that systemd opened (sd_listen_fds(3)): "admin" and
// "redirect" by their FileDescriptorName, all others for the site. It opens any
// that are missing.
//
// Two daemons never serve the same socket at the same time, because only one can
// open the ledger. During a restart, clients wait in the backlog of the socket
// that systemd keeps open.
func Listen(a Addresses) (ls Listeners, err error) {
	given, err := activation.ListenersWithNames()
	if err != nil {
		return ls, fmt.Errorf("taking the sockets that systemd opened: %w; nothing is served; use ListenStream= in the socket unit", err)
	}
	for name, list := range given {
		for _, l := range list {
			switch {
			case name == "admin":
				ls.Admin = append(ls.Admin, l)
			case name == "redirect":
				ls.Redirect = append(ls.Redirect, l)
			default:
				ls.Main = append(ls.Main, l)
				ls.Held = true
			}
		}
	}
	if err := ls.open(a); err != nil {
		ls.Close()
		return ls, err
	}
	return ls, nil
}

// open opens the sockets that are missing.
func (ls *Listeners) open(a Addresses) error {
	for _, s := range []struct {
		list         *[]net.Listener
		key, address string
		mode         fs.FileMode
	}{
		{&ls.Main, "server.listen", a.Main, publicMode},
		{&ls.Admin, "server.admin", a.Admin, operatorMode},
		{&ls.Redirect, "server.redirect", a.Redirect, publicMode},
	} {
		if len(*s.list) > 0 || s.address == "" {
			continue
		}
		l, err := open(s.key, s.address, s.mode)
		if err != nil {
			return err
		}
		*s.list = append(*s.list, l)
	}
	return nil
}

// open opens the address set by a key of the configuration. mode is for sockets
// that have a path.
func open(key, address string, mode fs.FileMode) (l net.Listener, err error) {
	if path, ok := strings.CutPrefix(address, socketPrefix); ok {
		if l, err = openSocket(path, mode); err != nil {
			err = fmt.Errorf("%s: %w", address, err)
		}
	} else {
		l, err = net.Listen("tcp", address)
	}
	if err != nil {
		return nil, fmt.Errorf("%w; nothing is served; %s", err, hintFor(err, key))
	}
	return l, nil
}

// Close closes all listeners.
func (ls Listeners) Close() {
	for _, l := range slices.Concat(ls.Main, ls.Admin, ls.Redirect) {
		_ = l.Close() // no connection was accepted
	}
}

// Service notifies systemd of the service's state (sd_notify(3)). Without systemd
// it does nothing.
type Service struct{ Log *slog.Logger }

// Ready notifies systemd that the service is ready.
func (s Service) Ready() { s.notify(daemon.SdNotifyReady) }

// Reloading notifies systemd that the service is loading a new configuration.
// Ready ends that state.
func (s Service) Reloading() {
	s.notify(daemon.SdNotifyReloading + "\n" + daemon.SdNotifyMonotonicUsec())
}

// Stopping notifies systemd that the service is shutting down.
func (s Service) Stopping() { s.notify(daemon.SdNotifyStopping) }

// Alive notifies systemd that the service is alive, twice as often as required
// (WatchdogSec=), until ctx ends. It calls work before each notification. If work
// hangs, the notifications stop, and systemd restarts the service.
func (s Service) Alive(ctx context.Context, work func()) {
	within, err := daemon.SdWatchdogEnabled(false)
	if err != nil {
		s.Log.Warn(fmt.Sprintf("reading the interval of systemd's watchdog: %v; systemd is not told that the service is alive; correct WatchdogSec=", err))
	}
	if within == 0 {
		return
	}
	tick := time.NewTicker(within / 2)
	defer tick.Stop()
	for {
		work()
		s.notify(daemon.SdNotifyWatchdog)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (s Service) notify(state string) {
	if _, err := daemon.SdNotify(false, state); err != nil {
		s.Log.Warn(fmt.Sprintf("telling systemd %q: %v; it may consider the service dead; check NOTIFY_SOCKET", state, err))
	}
}
