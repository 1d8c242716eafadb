package daemon

import (
	"errors"

	"dateline/feed/explain"
	"dateline/feed/setup"
)

// maxQuestions bounds the questions that look at the disk at the same time. If it
// does not answer, they would pile up.
const maxQuestions = 4

var errBusy = errors.New("other questions are still being answered; check whether a disk hangs, or ask again")

// why answers a question about articles, as subscribers see them: from the
// generation that is shown.
func (d *daemon) why(q explain.Question) ([]explain.Answer, error) {
	select {
	case d.questions <- struct{}{}:
		defer func() { <-d.questions }()
	default:
		return nil, errBusy
	}
	defer d.tasks.begin("looking for a file")()
	p := d.shown.Load()
	o := setup.Explain(p.config, d.Skipped)
	o.Publisher, o.Renderer = p.publisher, p.renderer
	return explain.Answers(o, q)
}
