package daemon

import (
	"testing"

	"dateline/feed/explain"
)

// Questions that wait for a disk do not pile up.
func TestQuestionsAreBounded(t *testing.T) {
	d := &daemon{questions: make(chan struct{}, maxQuestions)}
	for range maxQuestions {
		d.questions <- struct{}{}
	}
	if _, err := d.why(explain.Question{Of: "a.md"}); err != errBusy {
		t.Errorf("%v, want %v", err, errBusy)
	}
}
