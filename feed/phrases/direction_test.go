package phrases

import (
	"strings"
	"testing"
)

func TestDirection(t *testing.T) {
	for _, tag := range strings.Fields("ar ar-EG he iw fa fa-AF ur yi ps sd ug dv ckb ku-Arab ks az-Arab az-IR pa-PK pa-Arab uz-AF syr nqo ff-Adlm rhg-Rohg und-Hebr en-Arab") {
		if d := Direction(tag); d != "rtl" {
			t.Errorf("%s is %s", tag, d)
		}
	}
	for _, tag := range strings.Fields("en de zh-Hant ja ru ur-Latn ar-Latn ku tr az pa ug-Cyrl ms und und-Latn x-arab") {
		if d := Direction(tag); d != "ltr" {
			t.Errorf("%s is %s", tag, d)
		}
	}
	if d := Direction(""); d != "ltr" {
		t.Errorf("no language is %s", d)
	}
}
