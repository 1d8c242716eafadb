package render

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"sync"
)

// encoder encodes fragments into one buffer. It is reused, because a new
// xml.Encoder costs more than encoding an entry.
type encoder struct {
	buffer bytes.Buffer
	toXML  *xml.Encoder
	toJSON *json.Encoder
}

var encoders = sync.Pool{New: func() any {
	e := &encoder{}
	e.toXML = xml.NewEncoder(&e.buffer)
	e.toJSON = json.NewEncoder(&e.buffer)
	e.toJSON.SetEscapeHTML(false)
	return e
}}

// xml and json encode a value of this package's structs. That cannot fail,
// because these hold only strings, numbers and times with four-digit years.
func (e *encoder) xml(v any) []byte {
	e.buffer.Reset()
	if err := e.toXML.Encode(v); err != nil {
		panic(err)
	}
	return bytes.Clone(e.buffer.Bytes())
}

func (e *encoder) json(v any) []byte {
	e.buffer.Reset()
	if err := e.toJSON.Encode(v); err != nil {
		panic(err)
	}
	return bytes.Clone(bytes.TrimRight(e.buffer.Bytes(), "\n"))
}
