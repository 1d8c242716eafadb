package daemon

import (
	"dateline/feed/explain"
	"dateline/feed/setup"
)

// why answers a question about articles, as subscribers see them: from the
// generation that is shown.
func (d *daemon) why(q explain.Question) ([]explain.Answer, error) {
	defer d.tasks.begin("looking for a file")()
	p := d.shown.Load()
	o := setup.Explain(p.config, d.Skipped)
	o.Publisher, o.Renderer = p.publisher, p.renderer
	return explain.Answers(o, q)
}
