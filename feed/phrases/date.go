package phrases

import "time"

// Date returns a date in the words of a language: "7 April 2026".
func Date(language string, t time.Time) string { return t.Format("2 January 2006") }
