package article

import (
	"encoding/json"
	"testing"
)

// TestProblemJSON checks the fields that programs read, of problems and of faults.
func TestProblemJSON(t *testing.T) {
	problem := Problem{File: "a.md", Line: 3, Column: 1, About: Links, What: "<b> leads nowhere", Effect: "shown as text", Hint: "correct it"}
	rest := `"file":"a.md","line":3,"column":1,"about":"link","what":"<b> leads nowhere","effect":"shown as text","hint":"correct it","fatal":false}`
	for want, v := range map[string]any{"{" + rest: problem, `{"kind":"tree",` + rest: Fault{OfTree, problem}} {
		text, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		var is, should any
		for text, v := range map[string]*any{string(text): &is, want: &should} {
			if err := json.Unmarshal([]byte(text), v); err != nil {
				t.Fatalf("%s: %v", text, err)
			}
		}
		got, _ := json.Marshal(is)
		if want, _ := json.Marshal(should); string(got) != string(want) {
			t.Errorf("got  %s\nwant %s", got, want)
		}
		var read Fault
		if err := json.Unmarshal(text, &read); err != nil || read.Problem != problem {
			t.Errorf("reads as %+v, %v", read, err)
		}
	}
}
