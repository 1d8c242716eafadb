package daemon

import (
	"context"
	"log/slog"

	"dateline/feed/serve"
)

// logAccess logs a request to the site that was answered. What net/http refuses
// by itself, because it is not HTTP, is not among these requests, nor are those
// to the address of the operator.
func (d *daemon) logAccess(a serve.Access) {
	d.Log.LogAttrs(context.Background(), slog.LevelInfo, "request", slog.String("method", a.Method), slog.String("target", a.Target), slog.Int("status", a.Status),
		slog.Int("bytes", a.Bytes), slog.Duration("took", a.Took), slog.String("client", a.Client), slog.String("agent", a.UserAgent))
}
