package feed

import (
	"fmt"
	"time"

	"dateline/feed/article"
)

// backupAge is how old a backup of the ledger is before a failure to renew it is a
// fault. It is renewed daily, and tried again hourly, so until then the disk may
// just have been full for a night.
const backupAge = 48 * time.Hour

// backupProblem returns the fault of a backup that is old and cannot be renewed, or
// nil.
func (p *Publisher) backupProblem() *article.Problem {
	if p.ledger == nil {
		return nil
	}
	b := p.ledger.Backup()
	if b.Failure == nil || p.now().Sub(b.Renewed) <= backupAge {
		return nil
	}
	what := "its backup cannot be written: "
	if !b.Renewed.IsZero() {
		what = fmt.Sprintf("its backup is of %s and cannot be renewed: ", b.Renewed.UTC().Format(time.RFC3339))
	}
	return &article.Problem{File: "ledger", About: article.File, What: what + b.Failure.Error(), Effect: "if the ledger is damaged, what is newer is lost",
		Hint: "free space on the disk, or make the directory of the ledger writable"}
}

// textlessProblem is the fault that articles of a directory cannot be published because
// their text is lost.
func textlessProblem(dir string, n int) *article.Problem {
	return &article.Problem{File: dir, About: article.File, What: fmt.Sprintf("the ledger has lost the text of %d articles, and no file has it", n),
		Effect: "they are not published", Hint: "bring the files back, or put a backup of the ledger back that holds them; to remove the articles, run: dateline accept"}
}

// lostProblem tells that such articles count as removed.
func lostProblem(dir string, n int) *article.Problem {
	return &article.Problem{File: dir, About: article.File, What: fmt.Sprintf("the ledger had lost the text of %d articles, and no file has it", n),
		Effect: "they count as removed", Hint: "bring the files back, or put a backup of the ledger back that holds them: the articles return as themselves"}
}
