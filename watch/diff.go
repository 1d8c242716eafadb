package watch

// diff adds to b what changed at rel from old to new, either of which may be nil. The paths come out grouped by
// directory; whoever hands b out sorts them.
func diff(old, new *dir, rel string, b *Batch) {
	if old == new {
		return
	}
	if old == nil {
		old = &dir{}
	}
	if new == nil {
		new = &dir{}
	}
	pair(old.files, new.files, fileName, func(f, g *file) {
		switch {
		case g == nil:
			b.Removed = append(b.Removed, join(rel, f.name))
		case f == nil || f.changed(g.stamp):
			b.Changed = append(b.Changed, File{join(rel, g.name), g.lasting()})
		}
	})
	pair(old.dirs, new.dirs, childName, func(c, d *child) {
		switch {
		case d == nil:
			diff(c.dir, nil, join(rel, c.name), b)
		case c == nil:
			diff(nil, d.dir, join(rel, d.name), b)
		default:
			diff(c.dir, d.dir, join(rel, d.name), b)
		}
	})
}

func fileName(f *file) string   { return f.name }
func childName(c *child) string { return c.name }

// pair walks two sorted lists side by side; an element without its like in the other list is paired with nil.
func pair[T any](as, bs []T, name func(*T) string, do func(a, b *T)) {
	for len(as) > 0 || len(bs) > 0 {
		switch {
		case len(bs) == 0 || len(as) > 0 && name(&as[0]) < name(&bs[0]):
			do(&as[0], nil)
			as = as[1:]
		case len(as) == 0 || name(&bs[0]) < name(&as[0]):
			do(nil, &bs[0])
			bs = bs[1:]
		default:
			do(&as[0], &bs[0])
			as, bs = as[1:], bs[1:]
		}
	}
}
