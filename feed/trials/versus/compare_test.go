package main

import "testing"

func TestRate(t *testing.T) {
	const summary = "Running 1s test\n  2 requests in 1.00s, 1.50KB read\n"
	for out, want := range map[string]float64{
		summary + "Requests/sec:  12345.67\nTransfer/sec: 1MB\n":                               12345.67,
		summary + "  Non-2xx or 3xx responses: 3\nRequests/sec: 10\n":                          0,
		summary + "  Socket errors: connect 0, read 1, write 0, timeout 0\nRequests/sec: 10\n": 0,
		"unable to connect to 127.0.0.1:1 Connection refused\n":                                0,
	} {
		got, err := rate([]byte(out))
		if got != want || (err == nil) != (want > 0) {
			t.Errorf("%q: %v, %v, want %v", out, got, err, want)
		}
	}
}

func TestMedian(t *testing.T) {
	for _, c := range []struct {
		values []float64
		want   float64
		spread string
	}{
		{[]float64{2}, 2, "2.00 (2.00 to 2.00)"},
		{[]float64{3, 1, 2}, 2, "2.00 (1.00 to 3.00)"},
		{[]float64{4, 1, 2, 3}, 3, "3.00 (1.00 to 4.00)"},
	} {
		if got := median(c.values); got != c.want || spread(c.values) != c.spread {
			t.Errorf("%v: %v, %s", c.values, got, spread(c.values))
		}
	}
}
