//go:build unix

package proxies

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
)

// writePEM writes a certificate and its key as web servers read them.
func writePEM(d *daemon, c tls.Certificate) {
	d.Helper()
	key, err := x509.MarshalPKCS8PrivateKey(c.PrivateKey)
	if err != nil {
		d.Fatal(err)
	}
	d.write("cert", string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Certificate[0]})))
	d.write("key", string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key})))
}
