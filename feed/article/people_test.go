package article

import (
	"maps"
	"strings"
	"testing"
)

func TestReadPeople(t *testing.T) {
	pia, jo := Author{Name: "Pia Lund", URL: "https://pia.example/"}, Author{Name: "Jo Hart"}
	both := map[string]Author{"pia": pia, "jo": jo}
	for _, test := range []struct {
		name, data string
		want       map[string]Author
	}{
		{"blog/authors.yml", "Pia:\n  name: Pia Lund\n  url: https://pia.example/\n  title: Gardener\njo:\n  name: Jo Hart\n", both},
		{".authors.yml", "authors:\n  pia:\n    name: Pia Lund\n    url: https://pia.example/\n    avatar: x.png\n  jo: {Name: Jo Hart}\n", both},
		{"_data/authors.yaml", "- {id: pia, name: Pia Lund, website: 'https://pia.example/'}\n- {slug: jo, name: Jo Hart}\n- {bio: nobody}\n- text\n", both},
		{"authors.yml", "authors:\n- {key: pia, name: Pia Lund, url: 'https://pia.example/'}\n- {username: jo, name: Jo Hart}\n", both},
		{"authors.yml", "pia: {name: Pia Lund, url: 'https://pia.example/'}\njo: Jo Hart\n", both},
		{"authors.toml", "[pia]\nname = 'Pia Lund'\nurl = 'https://pia.example/'\n[jo]\nname = 'Jo Hart'\n", both},
		{"authors.JSON", `{"pia": {"name": "Pia Lund", "url": "https://pia.example/"}, "jo": {"name": "Jo Hart"}}`, both},
		{"data/authors/Pia.yml", "name: Pia Lund\nurl: https://pia.example/\n", map[string]Author{"pia": pia}},
		{"data/authors/jo.json", `{"name": "Jo Hart", "url": "javascript:alert(1)"}`, map[string]Author{"jo": jo}},
		{"data/authors/jo.toml", "name = 'Jo &amp; <b>Hart</b>'\n", map[string]Author{"jo": {Name: "Jo & Hart"}}},
		{"authors.yml", "jo: Jo Hart <jo@mail.example>\npia: {name: Pia Lund, email: pia@mail.example}\n", map[string]Author{
			"jo": {Name: "Jo Hart", Mail: "jo@mail.example"}, "pia": {Name: "Pia Lund", Mail: "pia@mail.example"}}},
		{"authors.yml", "", map[string]Author{}},
		{"authors.yml", "text", map[string]Author{}},
		{"authors.yml", "pia: 5\njo: [a]\n", map[string]Author{}},
	} {
		got, err := ReadPeople(test.name, []byte(test.data))
		if err != nil || !maps.Equal(got, test.want) {
			t.Errorf("%s %q: got %v %v", test.name, test.data, got, err)
		}
	}
	for name, data := range map[string]string{
		"authors.yml": "a: [", "authors.toml": "a = ", "authors.json": "{", "authors.txt": "a: b",
		"bomb.yml": "a: &a [x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]\n" +
			"d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]\ne: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d]\nf: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e]\ng: [*f, *f, *f, *f, *f, *f, *f, *f, *f]\n",
		"big.yml": strings.Repeat("#", MaxSize+1),
	} {
		if got, err := ReadPeople(name, []byte(data)); err == nil {
			t.Errorf("%s: got %v", name, got)
		}
	}
}
