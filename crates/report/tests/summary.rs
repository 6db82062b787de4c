//! What stands in a teacher summary: on paper in both languages, and in the copy for e-mail.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod support;

use report::{Language, SummaryLine, SummaryPage, SummaryStep, summary, summary_copy};
use support::{assert_in_order, catalogue, open, sheet, structure, text};

fn line(time: &str, speaker: &str, text: &str) -> SummaryLine {
    SummaryLine { time: time.to_owned(), speaker: speaker.to_owned(), text: text.to_owned() }
}

fn page(language: Language) -> SummaryPage {
    let day = |day| language.day(chrono::NaiveDate::from_ymd_opt(2026, 10, day).unwrap());
    SummaryPage {
        sheet: report::Sheet { language: language.tag().to_owned(), ..sheet() },
        teacher: "Amir Haddad".to_owned(),
        coach: "Dana Whitfield".to_owned(),
        context: "Period 2 · Math 7".to_owned(),
        lesson_day: day(5),
        lesson_time: "8:07".to_owned(),
        talked_day: day(6),
        praise: "Students said the rule themselves.".to_owned(),
        praised: vec![line("8:12:20", "S", "They go up by the same")],
        question: "What did the pairs at the back hear?".to_owned(),
        teacher_words: "I will wait longer.".to_owned(),
        steps: vec![SummaryStep {
            text: "Wait five seconds after a question.".to_owned(),
            practice: "Ask, breathe, look at three faces.".to_owned(),
            check: day(13),
            lines: vec![line("8:14:02", "T", "What do you notice?")],
        }],
    }
}

#[test]
fn a_summary_shows_lesson_praise_step_and_the_teacher_s_words_in_order() {
    let pdf = summary(&page(Language::English)).unwrap();

    assert_in_order(
        &text(&pdf),
        &[
            "Summary for Amir Haddad",
            "Period 2 · Math 7",
            "Lesson of Monday 5 October 2026, 8:07",
            "With Dana Whitfield",
            "Tuesday 6 October 2026",
            "What went well",
            "Students said the rule themselves.",
            "8:12:20",
            "They go up by the same",
            "A question to think about",
            "Your next step",
            "Wait five seconds after a question.",
            "How we practise it",
            "look at three faces",
            "We look at it on Tuesday 13 October 2026",
            "Because of these lines",
            "8:14:02",
            "In your own words",
            "I will wait longer.",
            "not an evaluation",
        ],
    );
}

#[test]
fn a_spanish_summary_has_spanish_headings_and_days_and_the_words_as_they_were_written() {
    let pdf = summary(&page(Language::Spanish)).unwrap();

    assert_in_order(
        &text(&pdf),
        &[
            "Resumen para Amir Haddad",
            "Clase del lunes 5 de octubre de 2026, 8:07",
            "Lo que salió bien",
            "Students said the rule themselves.",
            "Su próximo paso",
            "Wait five seconds after a question.",
            "Lo veremos el martes 13 de octubre de 2026",
            "En sus propias palabras",
            "I will wait longer.",
            "No es una evaluación.",
            "Página 1 de 1",
        ],
    );
    let document = open(&pdf);
    assert_eq!(catalogue(&document).get(b"Lang").unwrap().as_str().unwrap(), b"es");
}

#[test]
fn a_summary_is_tagged_with_headings_and_tables() {
    let pdf = summary(&page(Language::English)).unwrap();

    let kinds = structure(&open(&pdf)).join(" ");
    assert_in_order(&kinds, &["Document", "H", "Table", "THead", "TR", "TH", "TBody", "TD", "H"]);
}

#[test]
fn a_summary_of_nothing_says_so() {
    let mut nothing = page(Language::English);
    nothing.praise.clear();
    nothing.praised.clear();
    nothing.question.clear();
    nothing.teacher_words.clear();
    nothing.steps.clear();

    assert!(text(&summary(&nothing).unwrap()).contains("Nothing was written yet."));
    assert!(summary_copy(&nothing).unwrap().plain.contains("Nothing was written yet."));
}

#[test]
fn a_copy_says_the_same_formatted_and_plain() {
    let copied = summary_copy(&page(Language::English)).unwrap();

    assert_eq!(
        copied.plain,
        "Summary for Amir Haddad\n\nPeriod 2 · Math 7\nLesson of Monday 5 October 2026, 8:07\nWith Dana Whitfield\n\
         We talked about it on Tuesday 6 October 2026\n\nWhat went well\nStudents said the rule themselves.\n  \
         8:12:20  S  They go up by the same\n\nA question to think about\nWhat did the pairs at the back hear?\n\n\
         Your next step\nWait five seconds after a question.\n\nHow we practise it\nAsk, breathe, look at three faces.\n\
         We look at it on Tuesday 13 October 2026\n\nBecause of these lines\n  8:14:02  T  What do you notice?\n\n\
         In your own words\nI will wait longer.\nThis is what was shared with you, and no more. It is not an evaluation."
    );
    assert_in_order(
        &copied.html,
        &["<div lang=\"en-GB\">", "<h1", "Summary for Amir Haddad", "<h2>What went well</h2>", "They go up", "</div>"],
    );
}

#[test]
fn what_a_person_wrote_never_acts_as_markup_in_a_copy() {
    let mut page = page(Language::Spanish);
    page.praise = "<img src=x onerror=\"alert('1')\"> & more\nnext".to_owned();
    page.teacher = "<b>Amir".to_owned();

    let copied = summary_copy(&page).unwrap();

    assert!(copied.html.contains("&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; more<br>next"));
    assert!(copied.html.contains("&lt;b&gt;Amir"));
    assert!(copied.plain.contains("<img src=x onerror=\"alert('1')\"> & more\nnext"));
}

#[test]
fn a_language_that_pages_do_not_speak_is_refused() {
    let mut page = page(Language::English);
    page.sheet.language = "fr".to_owned();

    assert!(summary(&page).is_err());
    assert!(summary_copy(&page).is_err());
}
