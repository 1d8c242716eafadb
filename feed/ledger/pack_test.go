package ledger

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dateline/feed/archive"
)

// FuzzColumns decodes arbitrary bytes as a column, then encodes and decodes the
// result again.
func FuzzColumns(f *testing.F) {
	f.Add(packStrings([]string{"Moon", "", "北京"}))
	f.Add(packStrings([]string{"", "", "", "", "0", "0"}))
	f.Add(packStrings([]string{"", "", "", "", "-1", "7"}))
	f.Add(packPrints([]uint64{1, 1 << 63}))
	f.Add(packAsset(nil, &archive.Asset{Type: "image/png", Length: 1 << 40, Width: 3, Height: -1}))
	f.Add([]byte("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"))
	f.Fuzz(func(t *testing.T, data []byte) {
		list := unpackStrings(data)
		if again := unpackStrings(packStrings(list)); !slices.Equal(list, again) {
			t.Errorf("%q becomes %q", list, again)
		}
		prints := unpackPrints(data)
		if again := unpackPrints(packPrints(prints)); !slices.Equal(prints, again) {
			t.Errorf("%x becomes %x", prints, again)
		}
		var r row
		r.texts[6], r.texts[7] = data, data
		notice := noticeOf(&r)
		columns := noticeColumns(notice)
		r.texts[6], r.texts[7] = columns[6].([]byte), columns[7].([]byte)
		if again := noticeOf(&r); !cmp.Equal(notice, again) {
			t.Errorf("%v becomes %v", notice, again)
		}
		if image, err := unpackAsset(data); err == nil {
			if again, err := unpackAsset(packAsset(nil, image)); err != nil || *again != *image {
				t.Errorf("%v becomes %v, %v", image, again, err)
			}
		}
	})
}
