package phrases

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Date returns a date in the words of a language (BCP 47): "7 April 2026", or as ISO
// 8601 writes it, "2026-04-07", if the words of the language are not known here.
func Date(language string, t time.Time) string {
	c := calendarOf(language)
	return c.write(c.date, c.months, time.DateOnly, t)
}

// Weekday returns a date with the day of the week: "Tuesday, 7 April 2026".
func Weekday(language string, t time.Time) string {
	c := calendarOf(language)
	return c.write(c.weekday, c.months, time.DateOnly, t)
}

// Month returns the month and the year of a date: "April 2026".
func Month(language string, t time.Time) string {
	c := calendarOf(language)
	return c.write(c.month, cmp.Or(c.alone, c.months), "2006-01", t)
}

// MonthName returns the month of a date without its year: "April".
func MonthName(language string, t time.Time) string {
	c := calendarOf(language)
	if c.months == "" {
		return t.Format("01")
	}
	return c.write("%[2]s", cmp.Or(c.alone, c.months), "", t)
}

// Year returns the year of a date: "2026".
func Year(language string, t time.Time) string {
	c := calendarOf(language)
	return c.write(c.year, c.months, "2006", t)
}

// calendar is how a language writes dates. Formats name their arguments by number: 1 is
// the day, 2 the month, 3 the year, 4 the day of the week.
type calendar struct {
	months   string // separated by spaces, as they stand in a date
	alone    string // as they stand beside a year; empty if they are the same
	weekdays string // from Sunday on, separated by commas
	first    string // the first day of a month; empty if it is 1
	date     string
	weekday  string // the day of the week before a date
	month    string
	year     string // empty if it is the number
}

// calendars are in use in languages that write dates with the months below. They are
// more than those with words of their own, because articles show their dates in their
// own languages.
var calendars = map[string]calendar{
	"en": {
		months:   "January February March April May June July August September October November December",
		weekdays: "Sunday,Monday,Tuesday,Wednesday,Thursday,Friday,Saturday",
		date:     "%[1]s %[2]s %[3]d", weekday: "%[4]s, %[1]s %[2]s %[3]d", month: "%[2]s %[3]d",
	},
	"zh": {
		months:   "1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月",
		weekdays: "星期日,星期一,星期二,星期三,星期四,星期五,星期六",
		date:     "%[3]d年%[2]s%[1]s日", weekday: "%[3]d年%[2]s%[1]s日 %[4]s", month: "%[3]d年%[2]s", year: "%[3]d年",
	},
	"ja": {
		months:   "1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月",
		weekdays: "日曜日,月曜日,火曜日,水曜日,木曜日,金曜日,土曜日",
		date:     "%[3]d年%[2]s%[1]s日", weekday: "%[3]d年%[2]s%[1]s日 %[4]s", month: "%[3]d年%[2]s", year: "%[3]d年",
	},
	"ko": {
		months:   "1월 2월 3월 4월 5월 6월 7월 8월 9월 10월 11월 12월",
		weekdays: "일요일,월요일,화요일,수요일,목요일,금요일,토요일",
		date:     "%[3]d년 %[2]s %[1]s일", weekday: "%[3]d년 %[2]s %[1]s일 %[4]s", month: "%[3]d년 %[2]s", year: "%[3]d년",
	},
	"de": {
		months:   "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
		weekdays: "Sonntag,Montag,Dienstag,Mittwoch,Donnerstag,Freitag,Samstag",
		date:     "%[1]s. %[2]s %[3]d", weekday: "%[4]s, %[1]s. %[2]s %[3]d", month: "%[2]s %[3]d",
	},
	"es": {
		months:   "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
		weekdays: "domingo,lunes,martes,miércoles,jueves,viernes,sábado",
		date:     "%[1]s de %[2]s de %[3]d", weekday: "%[4]s, %[1]s de %[2]s de %[3]d", month: "%[2]s de %[3]d",
	},
	"pt": {
		months:   "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
		weekdays: "domingo,segunda-feira,terça-feira,quarta-feira,quinta-feira,sexta-feira,sábado",
		date:     "%[1]s de %[2]s de %[3]d", weekday: "%[4]s, %[1]s de %[2]s de %[3]d", month: "%[2]s de %[3]d",
	},
	"fr": {
		months:   "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
		weekdays: "dimanche,lundi,mardi,mercredi,jeudi,vendredi,samedi",
		first:    "1er",
		date:     "%[1]s %[2]s %[3]d", weekday: "%[4]s %[1]s %[2]s %[3]d", month: "%[2]s %[3]d",
	},
	"it": {
		months:   "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
		weekdays: "domenica,lunedì,martedì,mercoledì,giovedì,venerdì,sabato",
		first:    "1º",
		date:     "%[1]s %[2]s %[3]d", weekday: "%[4]s %[1]s %[2]s %[3]d", month: "%[2]s %[3]d",
	},
	"nl": {
		months:   "januari februari maart april mei juni juli augustus september oktober november december",
		weekdays: "zondag,maandag,dinsdag,woensdag,donderdag,vrijdag,zaterdag",
		date:     "%[1]s %[2]s %[3]d", weekday: "%[4]s %[1]s %[2]s %[3]d", month: "%[2]s %[3]d",
	},
	"sv": {
		months:   "januari februari mars april maj juni juli augusti september oktober november december",
		weekdays: "söndag,måndag,tisdag,onsdag,torsdag,fredag,lördag",
		date:     "%[1]s %[2]s %[3]d", weekday: "%[4]s %[1]s %[2]s %[3]d", month: "%[2]s %[3]d",
	},
	"pl": {
		months:   "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
		alone:    "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień",
		weekdays: "niedziela,poniedziałek,wtorek,środa,czwartek,piątek,sobota",
		date:     "%[1]s %[2]s %[3]d", weekday: "%[4]s, %[1]s %[2]s %[3]d", month: "%[2]s %[3]d",
	},
	"ru": {
		months:   "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
		alone:    "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
		weekdays: "воскресенье,понедельник,вторник,среда,четверг,пятница,суббота",
		date:     "%[1]s %[2]s %[3]d г.", weekday: "%[4]s, %[1]s %[2]s %[3]d г.", month: "%[2]s %[3]d г.", year: "%[3]d г.",
	},
	"uk": {
		months:   "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
		alone:    "січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень",
		weekdays: "неділя,понеділок,вівторок,середа,четвер,пʼятниця,субота",
		date:     "%[1]s %[2]s %[3]d р.", weekday: "%[4]s, %[1]s %[2]s %[3]d р.", month: "%[2]s %[3]d р.", year: "%[3]d р.",
	},
	"tr": {
		months:   "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
		weekdays: "Pazar,Pazartesi,Salı,Çarşamba,Perşembe,Cuma,Cumartesi",
		date:     "%[1]s %[2]s %[3]d", weekday: "%[1]s %[2]s %[3]d %[4]s", month: "%[2]s %[3]d",
	},
	"ar": {
		months:   "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
		weekdays: "الأحد,الاثنين,الثلاثاء,الأربعاء,الخميس,الجمعة,السبت",
		date:     "%[1]s %[2]s %[3]d", weekday: "%[4]s، %[1]s %[2]s %[3]d", month: "%[2]s %[3]d",
	},
	"he": {
		months:   "ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר",
		weekdays: "יום ראשון,יום שני,יום שלישי,יום רביעי,יום חמישי,יום שישי,שבת",
		date:     "%[1]s ב%[2]s %[3]d", weekday: "%[4]s, %[1]s ב%[2]s %[3]d", month: "%[2]s %[3]d",
	},
}

// calendarOf returns the calendar of a language, which has no formats if its words are
// not known.
func calendarOf(language string) calendar { return calendars[base(language)] }

// write writes a date in a format with some of the months, or in a layout of package
// time if the format is empty. The first letter is a capital one, because a date stands
// by itself.
func (c calendar) write(format, months, layout string, t time.Time) string {
	if format == "" {
		return t.Format(layout)
	}
	day := strconv.Itoa(t.Day())
	if t.Day() == 1 {
		day = cmp.Or(c.first, day)
	}
	text := fmt.Sprintf(format, day, strings.Fields(months)[t.Month()-1], t.Year(), strings.Split(c.weekdays, ",")[t.Weekday()])
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}
