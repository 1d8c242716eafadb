package readers

import (
	"os"
	"testing"

	"dateline/feed/trials/newstest"
)

func TestMain(m *testing.M) {
	newstest.InMemory()
	os.Exit(m.Run())
}
