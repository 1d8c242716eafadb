package feed

import (
	"dateline/feed/archive"
	"dateline/feed/ledger"
)

// toSave returns what the ledger must save after a batch: the stories, and the
// files that were read.
func (p *Publisher) toSave(t taken, delta archive.Delta) ledger.Changes {
	if p.ledger == nil {
		return ledger.Changes{}
	}
	save := ledger.Changes{Memory: delta.Memory}
	p.number(save.Adoptions)
	if now := p.parserKey(); now != p.parsers && p.scanned() {
		p.parsers, save.Parser = now, now
	}
	for _, c := range t.changes {
		if archive.IsStatic(c.File) {
			continue
		}
		stamp, read := t.stamps[c.File]
		if _, kept := p.snapshot.File(c.File); read || !kept {
			save.Files = append(save.Files, ledger.File{Change: c, Stamp: stamp})
		}
	}
	for _, file := range delta.Gone {
		save.Files = append(save.Files, ledger.File{Change: archive.Change{File: file}})
	}
	return save
}

// saveRequests saves how often feeds were requested. While the clock is doubted, the
// days are, too.
func (p *Publisher) saveRequests() {
	if p.ledger == nil || p.snapshot.Doubt() != nil {
		return
	}
	days := p.requests()
	if len(days) == 0 {
		return
	}
	failed, renewed := p.fault != nil, p.ledger.Backup().Renewed
	p.save(ledger.Changes{Days: days})
	if failed != (p.fault != nil) || !p.ledger.Backup().Renewed.Equal(renewed) {
		p.publish() // the state tells both
	}
}

// save saves changes in the ledger, which keeps what it cannot write and writes
// it with the next. Only the first of several failures is logged.
func (p *Publisher) save(c ledger.Changes) {
	if p.ledger == nil {
		return
	}
	before := p.fault
	p.fault = p.ledger.Save(c)
	switch {
	case p.fault != nil && before == nil:
		p.log.Error(ledger.Problem(p.fault).Error())
	case p.fault == nil && before != nil:
		p.log.Info("the ledger can be written again; all changes are saved")
	}
}
