package feed

import (
	"errors"

	"dateline/feed/archive"
)

// errWithout means that a command changes what no ledger keeps.
var errWithout = errors.New("there is no ledger to keep it")

// Adopt gives articles the ids and times of items of another feed, and reserves the
// ids of items without an article: all of them or, with an error, none. It commits
// the ledger, which must have been opened with ledger.Options.Together and recalled,
// so that what Apply read before is saved in the same transaction. All directories
// must have been applied. It must not be called while Apply or Run is running.
func (p *Publisher) Adopt(list []archive.Adoption) error {
	if p.ledger == nil {
		return errWithout
	}
	if err := p.snapshot.CheckAdoptions(list); err != nil {
		return err
	}
	p.advance(taken{}, archive.Occasion{Live: true, Adopted: list})
	return p.ledger.Commit()
}

// Unadopt takes back the last adoption, and returns the number of ids that it had
// adopted or reserved: 0 if there is none. Like Adopt, it commits the ledger. Ids
// are as they were before, also for those who polled a feed since, to whom the
// articles are new again. Times stay that an edit has changed since.
func (p *Publisher) Unadopt() (int, error) {
	if p.ledger == nil {
		return 0, errWithout
	}
	if len(p.adopted) == 0 {
		return 0, nil
	}
	first := len(p.adopted)
	for first > 0 && p.adopted[first-1].Adoption == p.adopted[len(p.adopted)-1].Adoption {
		first--
	}
	last := p.adopted[first:]
	p.adopted = p.adopted[:first:first]
	p.advance(taken{}, archive.Occasion{Live: true, Unadopted: last})
	ids := 0
	for _, a := range last {
		if a.Kind != archive.Released {
			ids++
		}
	}
	return ids, p.ledger.Commit()
}

// number gives the records of an adoption their numbers.
func (p *Publisher) number(list []archive.Adopted) {
	var last archive.Adopted
	if n := len(p.adopted); n > 0 {
		last = p.adopted[n-1]
	}
	for i := range list {
		list[i].Number, list[i].Adoption = last.Number+1+int64(i), last.Adoption+1
	}
	p.adopted = append(p.adopted, list...)
}

// Polled tells that a client from elsewhere has polled a feed, so that ids do not
// change any more. It does not block.
func (p *Publisher) Polled() {
	select {
	case p.polls <- struct{}{}:
	default: // Run already knows
	}
}

// keepIDs makes provisional ids permanent.
func (p *Publisher) keepIDs() {
	if !p.snapshot.Provisional() {
		return
	}
	p.log.Warn("a client from elsewhere reads feeds whose ids were provisional, because site.base_url is a private address; from now on they are permanent; "+
		"if nobody has subscribed yet, set site.base_url, stop Dateline and delete the ledger", "ids", p.snapshot.TagURI("/"))
	p.advance(taken{}, archive.Occasion{Live: true, Polled: true})
}

// logMinting tells that ids were provisional until this start.
func (p *Publisher) logMinting() {
	if r := p.snapshot.Reminted(); r.IDs > 0 {
		p.log.Info("ids were provisional, because site.base_url was a private address; they are minted anew, and permanent from now on", "ids", r.IDs, "from", r.From, "to", r.To)
	}
}
