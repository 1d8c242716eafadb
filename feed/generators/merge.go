package generators

// merge adds to a table what another one has and it does not. Tables that both have
// are merged, too.
func merge(over, under *value) *value {
	switch {
	case over == nil:
		return under
	case under == nil || over.fields == nil || under.fields == nil:
		return over
	}
	for _, key := range under.keys {
		child := under.fields[key]
		if own := over.field(key); own != nil {
			merge(own, child)
		} else {
			over.put(key, child)
		}
	}
	return over
}
