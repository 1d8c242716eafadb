package archive

import "slices"

// Load returns the snapshot of a memory and of the files as they were then. It
// also returns what must be added to the memory: nothing, unless memory was
// lost, topics are forgotten, ids were provisional or the ledger is one of an
// earlier version.
func Load(o Options, m Memory, files []Change) (*Snapshot, Memory) {
	s := New(o)
	remembered := m.Minting
	s.restoreMinting(m)
	m, missed := s.remint(m, files)
	if m.Clock.After(s.clock) {
		s.clock = m.Clock
	}
	s.appearance, s.conditions = m.Appearance, m.Conditions
	for i, c := range s.options.Contents {
		s.mounts[i] = slices.Contains(m.Mounts, c.Mount)
	}
	s.left = slices.DeleteFunc(slices.Sorted(slices.Values(m.Mounts)), func(mount string) bool {
		return slices.ContainsFunc(s.options.Contents, func(c Content) bool { return c.Mount == mount })
	})
	n := s.next(Occasion{})
	n.loading = true
	n.setMoment()

	n.committed = Seconds(m.Appearance.Since)
	n.restoreFeeds(m.Feeds)
	n.beginWindows(m)
	n.registry.restore(m.Topics)
	n.registry.restoreGathered()
	n.registry.restoreContents()
	n.restoreNotices(m.Notices)
	n.identity.restore(m)
	n.claims.restore(m.Items)

	n.files.apply(files)
	n.identity.restoreDepartures(m.Items)
	n.identity.recognise(m.Items)
	n.writer.publish()
	n.updateLosses()
	n.withdrawNotices()
	n.forgetTopics(m.Items)
	n.writer.place()
	n.links.settleSheets()
	n.completeWindows()
	n.completeFeeds()
	loaded, delta := n.finish()
	loaded.reminted = s.reminted
	return loaded, completed(missed, delta.Memory, loaded.minting, remembered)
}

// completed returns what must be added to a memory: what a start changed about ids,
// and what it missed.
func completed(minted, missed Memory, now, remembered Minting) Memory {
	missed.Items = append(minted.Items, missed.Items...)
	missed.Notices = append(minted.Notices, missed.Notices...)
	missed.Adoptions, missed.Dropped = minted.Adoptions, minted.Dropped
	if now != remembered {
		missed.Minting = now
	}
	return missed
}
